package llm.text.bpe;

/// The heart of byte-pair encoding: as long as two neighbouring tokens of a word have a merge, the
/// most urgent pair (the leftmost of equals) becomes one token.
///
/// Not safe for use by several threads: the working array is kept between words.
///
/// Source: Sennrich et al. (2016), *Neural Machine Translation of Rare Words with Subword Units*.
final class BytePairMerger {

    /// Up to here looking through all pairs in each round is faster than keeping them in a heap.
    private static final int LONGEST_SHORT_WORD = 48;

    private final MergeTable merges;
    private final LongWordMerger longWords;
    private final int[] ranks = new int[LONGEST_SHORT_WORD];

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
            ranks[i] = merges.rank(tokens[i], tokens[i + 1]);
        }
        int left = count;
        while (true) {
            int best = lowestRank(left - 1);
            if (best < 0) {
                return left;
            }
            if (merges.hasEquals()) {
                best = firstAsUrgent(merges.urgency(ranks[best]));
            }
            tokens[best] = merges.result(ranks[best]);
            left--;
            System.arraycopy(tokens, best + 2, tokens, best + 1, left - best - 1);
            System.arraycopy(ranks, best + 2, ranks, best + 1, Math.max(0, left - best - 2));
            rankPair(tokens, best - 1, left);
            rankPair(tokens, best, left);
        }
    }

    /// The place of the lowest rank, the leftmost of equals, or −1 if no pair has a merge.
    private int lowestRank(int pairs) {
        int best = -1;
        int lowest = MergeTable.NONE;
        for (int i = 0; i < pairs; i++) {
            if (ranks[i] < lowest) {
                lowest = ranks[i];
                best = i;
            }
        }
        return best;
    }

    private int firstAsUrgent(int urgency) {
        int at = 0;
        while (ranks[at] == MergeTable.NONE || merges.urgency(ranks[at]) != urgency) {
            at++;
        }
        return at;
    }

    private void rankPair(int[] tokens, int at, int count) {
        if (at >= 0 && at + 1 < count) {
            ranks[at] = merges.rank(tokens[at], tokens[at + 1]);
        }
    }
}
