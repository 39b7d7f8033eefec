import java.util.List;
import java.util.Set;
import llm.exercise.ExerciseNotDone;

/// Exercise 6.7 ★★★: near-duplicates by MinHash. Twins that differ in a comma are no exact
/// duplicates, and to compare every text with every other takes too long; MinHash finds who is
/// worth comparing.
///
/// **n-grams.** The words of a text, in small letters (`Locale.ROOT`), are the longest runs of
/// letters and digits (of any language: `é` is a letter); all else parts words. An n-gram is `n`
/// neighbouring words joined by a blank, and a text is the set of its n-grams.
/// `"(Win a PRIZE, win a prize!)"` with n = 2 gives `{"win a", "a prize", "prize win"}`. A text of
/// fewer than `n` words gives one n-gram of all its words, a text without words none.
///
/// **Jaccard similarity.** `|A ∩ B| / |A ∪ B|`: `{a, b, c}` and `{b, c, d}` give 2/4. Two empty
/// sets give 0. The sets stay as they are.
///
/// **Signature.** Of a set, number `i` is the smallest `hash(i, ngram)` of all its n-grams; the
/// `hash` below is a family of hash functions, each of which puts the n-grams into another random
/// order. Two sets have the same number with a probability that is their Jaccard similarity. The
/// signature of an empty set is `Integer.MAX_VALUE` throughout.
///
/// **Bands.** Cut signatures of `k` numbers into `bands` of `k / bands` neighbouring numbers. Two
/// texts are candidates if in at least one band *all* numbers agree, that band of the one with the
/// same band of the other. With two bands, `{1, 2, 3, 4}` and `{1, 2, 5, 6}` are candidates;
/// `{1, 2, 3, 4}` and `{3, 4, 1, 9}`, or `{1, 9, 3, 9}`, are not. A pair is `{i, j}` with `i < j`,
/// and pairs are sorted by `i`, then by `j`, each once. Refuse `bands` that do not divide `k` with
/// an `IllegalArgumentException`.
///
/// **Near-duplicates.** Of signatures of 100 numbers over 5-grams take the candidates, and of those
/// the pairs whose sets have a Jaccard similarity of at least `threshold`. With 10 bands a pair of
/// similarity 0.9 becomes a candidate in 99 % of the cases, one of 0.5 in 1 %.
///
/// The package `llm.instruct.quality` of chapter 7 can do all this. Write it without.
///
/// Section 6.8 of the notebook.
public final class Ex67NearDuplicates {
    private Ex67NearDuplicates() {}

    /// @param n words of an n-gram, at least 1
    public static Set<String> ngrams(String text, int n) {
        throw new ExerciseNotDone("Exercise 6.7: write ngrams(String, int)");
    }

    /// @return from 0, nothing in common, to 1, the same
    public static double jaccard(Set<String> a, Set<String> b) {
        throw new ExerciseNotDone("Exercise 6.7: write jaccard(Set, Set)");
    }

    /// @param hashes how many hash functions, numbered from 0
    /// @return `(hashes)`
    public static int[] signature(Set<String> ngrams, int hashes) {
        throw new ExerciseNotDone("Exercise 6.7: write signature(Set, int)");
    }

    /// @param signatures of each text, `(texts, hashes)`
    /// @return `(pairs, 2)`
    public static int[][] candidates(int[][] signatures, int bands) {
        throw new ExerciseNotDone("Exercise 6.7: write candidates(int[][], int)");
    }

    /// @param bands     into which signatures of 100 numbers are cut
    /// @param threshold the smallest Jaccard similarity of near-duplicates
    /// @return positions of the texts of each pair, `(pairs, 2)`
    public static int[][] nearDuplicates(List<String> texts, int bands, double threshold) {
        throw new ExerciseNotDone("Exercise 6.7: write nearDuplicates(List, int, double)");
    }

    /// The hash function of a number, for you to use. Source: MurmurHash3, the last steps.
    ///
    /// @return at least 0
    private static int hash(int function, String ngram) {
        int h = ngram.hashCode() ^ function * 0x9E3779B9;
        h = (h ^ h >>> 16) * 0x85EBCA6B;
        h = (h ^ h >>> 13) * 0xC2B2AE35;
        return (h ^ h >>> 16) >>> 1;
    }
}
