package llm.text.bpe;

import java.util.function.IntUnaryOperator;
import llm.text.Utf8;

/// The distinct words of the training text, each with its count and the tokens it consists of so
/// far. The tokens of all words lie in one array, as a merge only ever makes a word shorter.
final class TrainingWords {

    private final int[] tokens;
    private final int[] starts;
    private final int[] lengths;
    private final long[] counts;

    /// @param idOfByte the token for each byte (0 to 255): what a word starts with
    TrainingWords(WordCounter counter, IntUnaryOperator idOfByte) {
        tokens = new int[Math.toIntExact(counter.bytes())];
        starts = new int[counter.size()];
        lengths = new int[counter.size()];
        counts = new long[counter.size()];
        int at = 0;
        for (int word = 0; word < starts.length; word++) {
            String text = counter.word(word);
            int[] bytes = new int[Utf8.MOST_BYTES_PER_CHAR * text.length()];
            starts[word] = at;
            lengths[word] = Utf8.write(text, 0, text.length(), bytes);
            counts[word] = counter.count(word);
            for (int i = 0; i < lengths[word]; i++) {
                tokens[at++] = idOfByte.applyAsInt(bytes[i]);
            }
        }
    }

    int size() {
        return starts.length;
    }

    int length(int word) {
        return lengths[word];
    }

    int token(int word, int index) {
        return tokens[starts[word] + index];
    }

    long count(int word) {
        return counts[word];
    }

    boolean contains(int word, int left, int right) {
        for (int i = 0; i + 1 < lengths[word]; i++) {
            if (token(word, i) == left && token(word, i + 1) == right) {
                return true;
            }
        }
        return false;
    }

    /// Replaces the pair wherever it stands in the word, from left to right.
    void merge(int word, int left, int right, int result) {
        int start = starts[word];
        int kept = 0;
        for (int i = 0; i < lengths[word]; i++) {
            boolean pair = i + 1 < lengths[word]
                    && token(word, i) == left && token(word, i + 1) == right;
            tokens[start + kept++] = pair ? result : token(word, i);
            i += pair ? 1 : 0;
        }
        lengths[word] = kept;
    }
}
