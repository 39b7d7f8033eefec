package llm.instruct.quality;

/// Which pairs are looked at: a signature is cut into bands of some rows, and two texts are looked
/// at if all rows of a band agree. That is so with probability `1 − (1 − sʳ)ᵇ` at similarity `s`, a
/// steep curve: hardly any unlike pair is looked at, and hardly any like one missed. Also called
/// locality-sensitive hashing (LSH).
/// Source: Leskovec, Rajaraman, Ullman (2020), Mining of Massive Datasets, §3.4.
///
/// @param count of bands, `b`
/// @param rows  of each, `r`
public record Bands(int count, int rows) {
    private static final double MISSED = 0.01;

    public Bands {
        if (count < 1 || rows < 1) {
            throw new IllegalArgumentException(
                    "count and rows must be 1 or more, got %d and %d".formatted(count, rows));
        }
    }

    /// The longest bands with which at most one pair in a hundred that is as similar as the
    /// threshold is missed; more similar ones are missed less often.
    public static Bands of(int hashes, double threshold) {
        int rows = 1;
        while (rows < hashes && new Bands(hashes / (rows + 1), rows + 1)
                .probability(threshold) >= 1 - MISSED) {
            rows++;
        }
        return new Bands(hashes / rows, rows);
    }

    /// How likely it is that a pair is looked at.
    public double probability(double similarity) {
        return 1 - Math.pow(1 - Math.pow(similarity, rows), count);
    }

    /// A number for each band; that of two signatures is equal where all rows of the band agree.
    long[] keys(long[] signature) {
        long[] keys = new long[count];
        for (int band = 0; band < count; band++) {
            for (int row = 0; row < rows; row++) {
                keys[band] = Shingles.mix(keys[band] + signature[band * rows + row]);
            }
        }
        return keys;
    }
}
