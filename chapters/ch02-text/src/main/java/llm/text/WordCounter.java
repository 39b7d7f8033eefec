package llm.text;

import java.util.Arrays;

/// Counts how often each piece occurs. Memory grows with the distinct pieces, not with the text.
final class WordCounter implements Splitter.PieceVisitor {

    private final WordTable words = new WordTable();
    private long[] counts = new long[1 << 12];

    @Override
    public void piece(String text, int start, int end) {
        add(text, start, end, 1);
    }

    private void add(String text, int start, int end, long times) {
        int hash = WordTable.hash(text, start, end);
        int word = words.find(text, start, end, hash);
        if (word < 0) {
            word = words.add(text, start, end, hash);
            if (word == counts.length) {
                counts = Arrays.copyOf(counts, 2 * word);
            }
        }
        counts[word] += times;
    }

    /// Adds the counts of another counter to these.
    WordCounter addAll(WordCounter other) {
        for (int number = 0; number < other.size(); number++) {
            String word = other.word(number);
            add(word, 0, word.length(), other.count(number));
        }
        return this;
    }

    int size() {
        return words.size();
    }

    String word(int number) {
        return words.word(number);
    }

    long count(int number) {
        return counts[number];
    }
}
