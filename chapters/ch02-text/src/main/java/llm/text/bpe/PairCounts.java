package llm.text.bpe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// How often each pair of neighbouring tokens occurs in the training words, and where, kept up to
/// date while pairs are merged.
///
/// The queue is lazy: a pair enters it again when its count grows; when the count shrinks, the old
/// entry stays and is put right only when it comes to the front.
final class PairCounts {

    private static final Comparator<Candidate> MOST_FREQUENT_FIRST =
            Comparator.comparingLong(Candidate::count).reversed()
                    .thenComparingInt(candidate -> candidate.pair.left)
                    .thenComparingInt(candidate -> candidate.pair.right);

    private final TrainingWords words;
    private final LongIntMap numbers = new LongIntMap(1 << 12, -1);
    private final List<Pair> pairs = new ArrayList<>();
    private final PriorityQueue<Candidate> queue = new PriorityQueue<>(MOST_FREQUENT_FIRST);

    PairCounts(TrainingWords words) {
        this.words = words;
        for (int word = 0; word < words.size(); word++) {
            for (int i = 0; i + 1 < words.length(word); i++) {
                Pair pair = pairAt(word, i);
                pair.count += words.count(word);
                pair.occursIn(word);
            }
        }
        pairs.forEach(this::enqueue);
    }

    /// Removes and returns the most frequent pair: of equals the one with the smaller left id, then
    /// the smaller right id. `null` if no pair is left.
    @Nullable Pair removeMostFrequent() {
        for (Candidate best = queue.poll(); best != null; best = queue.poll()) {
            best.pair.queued = 0;
            if (best.count == best.pair.count) {
                return best.pair;
            }
            enqueue(best.pair);
        }
        return null;
    }

    /// Merges the pair in every word. A word that has it gives up the counts of all its pairs, and
    /// adds those of its shorter form. Only pairs with the new token can become more frequent.
    void merge(Pair merged, int result) {
        List<Pair> raised = new ArrayList<>();
        for (int word : merged.takeWords()) {
            if (!words.contains(word, merged.left, merged.right)) {
                continue;
            }
            for (int i = 0; i + 1 < words.length(word); i++) {
                pairAt(word, i).count -= words.count(word);
            }
            words.merge(word, merged.left, merged.right, result);
            for (int i = 0; i + 1 < words.length(word); i++) {
                Pair pair = pairAt(word, i);
                pair.count += words.count(word);
                if (pair.left == result || pair.right == result) {
                    pair.occursIn(word);
                    raised.add(pair);
                }
            }
        }
        raised.forEach(this::enqueue);
    }

    private void enqueue(Pair pair) {
        if (pair.count > 0 && pair.count != pair.queued) {
            pair.queued = pair.count;
            queue.add(new Candidate(pair, pair.count));
        }
    }

    private Pair pairAt(int word, int index) {
        int left = words.token(word, index);
        int right = words.token(word, index + 1);
        int number = numbers.get(LongIntMap.pair(left, right));
        if (number < 0) {
            number = pairs.size();
            numbers.put(LongIntMap.pair(left, right), number);
            pairs.add(new Pair(left, right));
        }
        return pairs.get(number);
    }

    /// Two neighbouring tokens; `words` may name a word that no longer has them.
    static final class Pair {

        final int left;
        final int right;
        private long count;
        private long queued;                    // the count of its newest entry in the queue
        private IntList words = new IntList(0);

        private Pair(int left, int right) {
            this.left = left;
            this.right = right;
        }

        long count() {
            return count;
        }

        private void occursIn(int word) {
            if (words.size() == 0 || words.last() != word) {
                words.add(word);
            }
        }

        private int[] takeWords() {
            int[] taken = words.toArray();
            words = new IntList(0);
            return taken;
        }
    }

    private record Candidate(Pair pair, long count) {
    }
}
