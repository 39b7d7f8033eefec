package llm.instruct.quality;

import java.util.Arrays;
import java.util.SplittableRandom;

/// A set of any size as a few numbers, from which one can tell how alike two sets are.
///
/// Think of all numbers in a random order: the first of `A ∪ B` in that order is in both with
/// probability `|A ∩ B| / |A ∪ B|`, and just then `A` and `B` have the same first element. So of
/// many orders, the share in which the first elements agree estimates the Jaccard similarity `s`,
/// with standard error `√(s(1 − s)/hashes)`. A hash function stands for an order.
/// Source: Broder (1997), On the resemblance and containment of documents, §3; Leskovec, Rajaraman,
/// Ullman (2020), Mining of Massive Datasets, §3.3.
public final class MinHash {
    private final long[] orders;

    /// @param hashes numbers of a signature
    /// @param seed   which orders
    public MinHash(int hashes, long seed) {
        if (hashes < 1) {
            throw new IllegalArgumentException("hashes must be 1 or more, got " + hashes);
        }
        orders = new SplittableRandom(seed).longs(hashes).toArray();
    }

    /// The least element of a set in each order.
    ///
    /// @param set one number or more
    public long[] signature(long... set) {
        long[] least = new long[orders.length];
        Arrays.fill(least, Long.MAX_VALUE);
        for (long each : set) {
            for (int i = 0; i < orders.length; i++) {
                least[i] = Math.min(least[i], Shingles.mix(each ^ orders[i]));
            }
        }
        return least;
    }

    /// The share in which two signatures agree.
    public static double similarity(long[] a, long[] b) {
        int same = 0;
        for (int i = 0; i < a.length; i++) {
            if (a[i] == b[i]) {
                same++;
            }
        }
        return (double) same / a.length;
    }
}
