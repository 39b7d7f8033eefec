package llm.text.bpe;

/// The merges that byte-pair encoding has learned, in order: which two tokens become which one.
/// A merge's rank is its place in that order; the lower the rank, the sooner it is applied. Some
/// merges may be equally urgent; of those the leftmost in the word is applied first.
public final class MergeTable {

    /// The rank of two tokens that are never merged: worse than every rank.
    static final int NONE = Integer.MAX_VALUE;

    private final LongIntMap ranks;
    private final IntList lefts;
    private final IntList rights;
    private final IntList merged;
    private final IntList urgencies;
    private boolean hasEquals;

    public MergeTable(int expectedSize) {
        ranks = new LongIntMap(expectedSize, NONE);
        lefts = new IntList(expectedSize);
        rights = new IntList(expectedSize);
        merged = new IntList(expectedSize);
        urgencies = new IntList(expectedSize);
    }

    /// Adds the merge of next rank. A pair that is listed twice keeps its last rank, as in
    /// Hugging Face's library.
    public void add(int left, int right, int result) {
        urgencies.add(merged.size());
        put(left, right, result);
    }

    /// Adds a merge that is as urgent as the one added before it.
    public void addEqual(int left, int right, int result) {
        hasEquals = true;
        urgencies.add(urgencies.last());
        put(left, right, result);
    }

    private void put(int left, int right, int result) {
        ranks.put(LongIntMap.pair(left, right), merged.size());
        lefts.add(left);
        rights.add(right);
        merged.add(result);
    }

    int rank(int left, int right) {
        return ranks.get(LongIntMap.pair(left, right));
    }

    public int left(int rank) {
        return lefts.at(rank);
    }

    public int right(int rank) {
        return rights.at(rank);
    }

    /// The token that the merge of this rank makes.
    int result(int rank) {
        return merged.at(rank);
    }

    /// The lowest rank of the merges that are as urgent as this one.
    public int urgency(int rank) {
        return urgencies.at(rank);
    }

    /// Whether there are merges of different rank and equal urgency.
    boolean hasEquals() {
        return hasEquals;
    }

    public int size() {
        return merged.size();
    }
}
