package llm.instruct.quality;

/// When two texts count as nearly the same.
///
/// @param shingles  what is compared
/// @param threshold least Jaccard similarity, above 0 and up to 1
/// @param hashes    numbers of a [MinHash] signature: with more, fewer pairs are missed, or looked
///                  at in vain
/// @param seed      of the hash functions
public record Likeness(Shingles shingles, double threshold, int hashes, long seed) {
    /// Runs of 5 characters as for short texts in Leskovec et al. (2020), §3.2.2; 4 of 5 agree.
    public static final Likeness STANDARD =
            new Likeness(Shingles.characters(5), 0.8, 128, 1);

    public Likeness {
        if (!(threshold > 0 && threshold <= 1)) {
            throw new IllegalArgumentException(
                    "threshold must be above 0 and at most 1, got " + threshold);
        }
    }

    public Likeness withThreshold(double similarity) {
        return new Likeness(shingles, similarity, hashes, seed);
    }

    public Likeness withShingles(Shingles others) {
        return new Likeness(others, threshold, hashes, seed);
    }
}
