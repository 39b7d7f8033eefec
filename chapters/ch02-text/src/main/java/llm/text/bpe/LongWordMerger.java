package llm.text.bpe;

/// The merge loop for long words: the same tokens as the simple loop, in `O(n log n)` time. The
/// pairs wait in a heap, the lowest rank first, and the word is a doubly linked list, so that a
/// merge moves no other token. A heap entry whose pair has changed meanwhile is skipped when met.
final class LongWordMerger {

    private static final int GONE = -1;

    private final MergeTable merges;

    LongWordMerger(MergeTable merges) {
        this.merges = merges;
    }

    /// Merges the first `count` tokens in place.
    ///
    /// @return how many tokens are left, at the start of `tokens`
    int merge(int[] tokens, int count) {
        Word word = new Word(tokens, count);
        while (!word.candidates.isEmpty()) {
            long candidate = word.candidates.removeLowest();
            word.mergeIfCurrent((int) (candidate >>> Integer.SIZE), (int) candidate);
        }
        return word.compact();
    }

    private final class Word {

        private final int[] tokens;
        private final int count;
        private final int[] previous;
        private final int[] next;
        private final LongHeap candidates;

        private Word(int[] tokens, int count) {
            this.tokens = tokens;
            this.count = count;
            previous = new int[count];
            next = new int[count];
            candidates = new LongHeap(count);
            for (int i = 0; i < count; i++) {
                previous[i] = i - 1;
                next[i] = i + 1;
                addCandidate(i);
            }
        }

        /// Rank and place in one long: the heap then finds the leftmost of equal ranks first.
        private void addCandidate(int left) {
            if (left < 0 || next[left] >= count) {
                return;
            }
            int merge = merges.index(tokens[left], tokens[next[left]]);
            if (merge != MergeTable.NONE) {
                candidates.add((long) merges.rank(merge) << Integer.SIZE | left);
            }
        }

        private void mergeIfCurrent(int rank, int left) {
            int right = next[left];
            if (tokens[left] == GONE || right >= count) {
                return;
            }
            int merge = merges.index(tokens[left], tokens[right]);
            if (merge == MergeTable.NONE || merges.rank(merge) != rank) {
                return;
            }
            tokens[left] = merges.result(merge);
            tokens[right] = GONE;
            next[left] = next[right];
            if (next[left] < count) {
                previous[next[left]] = left;
            }
            addCandidate(previous[left]);
            addCandidate(left);
        }

        private int compact() {
            int kept = 0;
            for (int i = 0; i < count; i = next[i]) {
                tokens[kept++] = tokens[i];
            }
            return kept;
        }
    }
}
