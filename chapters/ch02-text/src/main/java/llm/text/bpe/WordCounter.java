package llm.text.bpe;

import java.util.Arrays;
import java.util.SplittableRandom;
import llm.text.pretokenize.PreTokenizer;

/// Counts how often each piece occurs. Memory grows with the distinct pieces, not with the text;
/// where there are too many of those, [#sampled] keeps some for all.
final class WordCounter implements PreTokenizer.PieceVisitor {

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

    /// A sample in which a word of count `c` stays with probability `min(1, c / threshold)` and
    /// then counts at least `threshold`, so that all sums stay the same on average. The word itself
    /// decides by its hash, so the same text gives the same sample.
    /// Source: Duffield, Lund and Thorup (2005), *Learn more, sample less*, §II.
    WordCounter sampled(long threshold) {
        WordCounter sample = new WordCounter();
        for (int number = 0; number < size(); number++) {
            String word = word(number);
            if (draw(word, threshold) * threshold < count(number)) {
                sample.add(word, 0, word.length(), Math.max(threshold, count(number)));
            }
        }
        return sample;
    }

    /// A number from 0 to 1 that depends on nothing but the word and the threshold.
    private static double draw(String word, long threshold) {
        return new SplittableRandom(word.hashCode() * threshold).nextDouble();
    }

    /// The most bytes that all distinct words can have in UTF-8.
    long bytes() {
        return words.bytes();
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
