package llm.text.bpe;

/// The merges that byte-pair encoding has learned: which two tokens become which one.
///
/// A merge has two numbers. Its index is its place in this table. Its rank is its priority: of all
/// pairs in a word, the one of the lowest rank is merged first, and of equal ranks the leftmost.
/// In a list such as `merges.txt` the two are the same. Where merges come from the scores of
/// pieces, those of equal score share a rank: the index of the first of them. So a lower index
/// never has a higher rank.
public final class MergeTable {

    /// The index of two tokens that are never merged: greater than every other.
    static final int NONE = Integer.MAX_VALUE;

    private final LongIntMap indices;
    private final IntList lefts;
    private final IntList rights;
    private final IntList results;
    private final IntList ranks;
    private boolean hasTies;

    public MergeTable(int expectedSize) {
        indices = new LongIntMap(expectedSize, NONE);
        lefts = new IntList(expectedSize);
        rights = new IntList(expectedSize);
        results = new IntList(expectedSize);
        ranks = new IntList(expectedSize);
    }

    /// Adds a merge of the next rank. A pair that is listed twice keeps its last index, as in
    /// Hugging Face's library.
    public void add(int left, int right, int result) {
        ranks.add(results.size());
        put(left, right, result);
    }

    /// Adds a merge of the same rank as the one added before it.
    public void addTied(int left, int right, int result) {
        hasTies = true;
        ranks.add(ranks.last());
        put(left, right, result);
    }

    private void put(int left, int right, int result) {
        indices.put(LongIntMap.pair(left, right), results.size());
        lefts.add(left);
        rights.add(right);
        results.add(result);
    }

    /// The index of the merge of two tokens, or [#NONE].
    int index(int left, int right) {
        return indices.get(LongIntMap.pair(left, right));
    }

    public int left(int index) {
        return lefts.at(index);
    }

    public int right(int index) {
        return rights.at(index);
    }

    /// The token that a merge makes.
    int result(int index) {
        return results.at(index);
    }

    /// The priority of a merge; the lowest is merged first.
    public int rank(int index) {
        return ranks.at(index);
    }

    /// Whether some merges share a rank.
    boolean hasTies() {
        return hasTies;
    }

    public int size() {
        return results.size();
    }
}
