package llm.classify;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// How much more often one classifier is right than another on the same texts, and how far chance
/// may have moved it. `dᵢ` is 1 where only the first is right about text `i`, −1 where only the
/// second is, else 0; the difference is the mean of `dᵢ`, its standard error
/// `√(Σᵢ (dᵢ − d̄)² / (n (n − 1)))`. Texts that both find easy, or hard, cancel: the same question
/// asked of two accuracies apart would need many more texts.
/// Source: Dietterich (1998), Approximate Statistical Tests for Comparing Supervised Classification
/// Learning Algorithms, Neural Computation 10, 1895–1923.
///
/// @param difference    of the accuracies, from −1 to 1: above 0 if the first is better
/// @param standardError of the difference
/// @param texts         `n`
public record PairedDifference(double difference, double standardError, int texts) {
    private static final double Z = 1.96;                    // 97.5 % of a normal lie below

    /// Compares two classifiers.
    ///
    /// @param first  whether the first is right about each text
    /// @param second the same of the second, in the same order
    public static PairedDifference of(boolean[] first, boolean[] second) {
        return overSeeds(List.of(first), List.of(second));
    }

    /// Compares two kinds of classifier, of which several were trained from other seeds, on one set
    /// of texts: `dᵢ` is then the mean over the seeds, since a text asked of several is still one.
    ///
    /// @param first  for each seed, whether the first kind is right about each text
    /// @param second the same of the second kind
    public static PairedDifference overSeeds(List<boolean[]> first, List<boolean[]> second) {
        requireSameSize("seeds", first.size(), second.size());
        double[] differences = new double[first.getFirst().length];
        for (int seed = 0; seed < first.size(); seed++) {
            requireSameSize("texts", first.get(seed).length, second.get(seed).length);
            requireSameSize("texts", differences.length, first.get(seed).length);
            for (int i = 0; i < differences.length; i++) {
                differences[i] += ((first.get(seed)[i] ? 1.0 : 0) - (second.get(seed)[i] ? 1 : 0))
                        / first.size();
            }
        }
        return of(differences);
    }

    /// Puts comparisons on sets of other texts together, each as heavy as it has texts.
    public static PairedDifference pooled(List<PairedDifference> parts) {
        int texts = parts.stream().mapToInt(PairedDifference::texts).sum();
        double sum = parts.stream().mapToDouble(part -> part.texts * part.difference).sum();
        double variance = parts.stream()
                .mapToDouble(part -> Math.pow(part.texts * part.standardError, 2)).sum();
        return new PairedDifference(sum / texts, Math.sqrt(variance) / texts, texts);
    }

    /// The lower end of a 95 % interval.
    public double low() {
        return difference - Z * standardError;
    }

    /// Its upper end.
    public double high() {
        return difference + Z * standardError;
    }

    private static PairedDifference of(double[] differences) {
        int n = differences.length;
        if (n < 2) {
            throw new IllegalArgumentException("a comparison must be on 2 texts or more, got " + n);
        }
        double mean = Arrays.stream(differences).sum() / n;
        double squares = Arrays.stream(differences).map(d -> (d - mean) * (d - mean)).sum();
        return new PairedDifference(mean, Math.sqrt(squares / n / (n - 1)), n);
    }

    private static void requireSameSize(String of, int first, int second) {
        if (first != second || first == 0) {
            throw new IllegalArgumentException("classifiers must be compared on as many %s, got %d "
                    .formatted(of, first) + "and " + second);
        }
    }

    /// The difference and its standard error in percentage points.
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%+.2f ± %.2f points (%,d texts)",
                100 * difference, 100 * standardError, texts);
    }
}
