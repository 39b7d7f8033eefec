package llm.text.bpe;

/// The heart of byte-pair encoding: as long as two neighbouring tokens of a word have a merge, the
/// pair whose merge has the lowest rank (the leftmost of equals) becomes one token.
///
/// Not safe for use by several threads: the working array is kept between words.
///
/// Source: Sennrich et al. (2016), *Neural Machine Translation of Rare Words with Subword Units*.
final class BytePairMerger {

    /// Up to here looking through all pairs in each round is faster than keeping them in a heap.
    private static final int LONGEST_SHORT_WORD = 48;

    private final MergeTable merges;
    private final LongWordMerger longWords;
    private final int[] indices = new int[LONGEST_SHORT_WORD];   // of each pair's merge

    BytePairMerger(MergeTable merges) {
        this.merges = merges;
        longWords = new LongWordMerger(merges);
    }

    /// Merges the first `count` tokens in place.
    ///
    /// @return how many tokens are left, at the start of `tokens`
    int merge(int[] tokens, int count) {
        return count > LONGEST_SHORT_WORD
                ? longWords.merge(tokens, count)
                : mergeShort(tokens, count);
    }

    private int mergeShort(int[] tokens, int count) {
        for (int i = 0; i + 1 < count; i++) {
            indices[i] = merges.index(tokens[i], tokens[i + 1]);
        }
        int left = count;
        while (true) {
            int best = lowestIndex(left - 1);
            if (best < 0) {
                return left;
            }
            if (merges.hasTies()) {
                best = leftmostOfRank(merges.rank(indices[best]));
            }
            tokens[best] = merges.result(indices[best]);
            left--;
            System.arraycopy(tokens, best + 2, tokens, best + 1, left - best - 1);
            System.arraycopy(indices, best + 2, indices, best + 1, Math.max(0, left - best - 2));
            findMerge(tokens, best - 1, left);
            findMerge(tokens, best, left);
        }
    }

    /// The pair whose merge has the lowest index, and so the lowest rank, the leftmost of equals;
    /// −1 if no pair has a merge.
    private int lowestIndex(int pairs) {
        int best = -1;
        int lowest = MergeTable.NONE;
        for (int i = 0; i < pairs; i++) {
            if (indices[i] < lowest) {
                lowest = indices[i];
                best = i;
            }
        }
        return best;
    }

    private int leftmostOfRank(int rank) {
        int at = 0;
        while (indices[at] == MergeTable.NONE || merges.rank(indices[at]) != rank) {
            at++;
        }
        return at;
    }

    private void findMerge(int[] tokens, int at, int count) {
        if (at >= 0 && at + 1 < count) {
            indices[at] = merges.index(tokens[at], tokens[at + 1]);
        }
    }
}
