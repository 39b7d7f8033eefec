package llm.lora;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// How a model is adapted: which layers, and how much each may change.
///
/// @param size    rank and alpha of a layer that no pattern names
/// @param dropout share of an adapter's inputs hidden while training, in `[0, 1)`
/// @param targets the layers
/// @param ranks   other ranks, by regular expression: the first that a layer's name matches, or
///                what follows one of its dots does, counts
/// @param alphas  other alphas, in the same way
public record LoraConfig(Size size, double dropout, LoraTargets targets,
                         Map<String, Integer> ranks, Map<String, Double> alphas) {

    /// How much one layer may change.
    ///
    /// @param rank       columns of B and rows of A: the rank of the change
    /// @param alpha      how strongly it counts
    /// @param stabilized whether alpha is divided by `√rank`, which keeps what is learned as large
    ///                   whatever the rank is, and not by `rank`.
    ///                   Source: Kalajdzievski (2023), rank-stabilized LoRA, §3
    public record Size(int rank, double alpha, boolean stabilized) {

        public Size {
            if (rank < 1 || !(alpha > 0) || Double.isInfinite(alpha)) {
                throw new IllegalArgumentException(
                        "rank must be 1 or more and alpha above 0, got rank=%d, alpha=%s"
                                .formatted(rank, alpha));
            }
        }

        /// What the change is multiplied by.
        public double scale() {
            return alpha / divisor(rank);
        }

        /// The same scale at another rank.
        Size withRank(int other) {
            return new Size(other, alpha * divisor(other) / divisor(rank), stabilized);
        }

        private double divisor(int ofRank) {
            return stabilized ? Math.sqrt(ofRank) : ofRank;
        }
    }

    public LoraConfig {
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("dropout must be in [0, 1), got " + dropout);
        }
        ranks = LoraTargets.inOrder(ranks);
        alphas = LoraTargets.inOrder(alphas);
        for (int rank : ranks.values()) {
            size.withRank(rank);                             // refuses what is no size
        }
        for (double alpha : alphas.values()) {
            new Size(size.rank, alpha, size.stabilized);
        }
    }

    /// Every linear layer but the head, without dropout.
    public static LoraConfig of(int rank, double alpha) {
        return new LoraConfig(new Size(rank, alpha, false), 0, new LoraTargets.AllLinear(false),
                Map.of(), Map.of());
    }

    /// Layers by name: see [LoraTargets.Named].
    public LoraConfig on(String... names) {
        return on(new LoraTargets.Named(List.of(names)));
    }

    /// Layers whose whole name a regular expression matches.
    public LoraConfig onMatching(String expression) {
        return on(new LoraTargets.Matching(expression));
    }

    public LoraConfig on(LoraTargets others) {
        return new LoraConfig(size, dropout, others, ranks, alphas);
    }

    public LoraConfig withDropout(double share) {
        return new LoraConfig(size, share, targets, ranks, alphas);
    }

    /// Divides alpha by `√rank`: see [Size].
    public LoraConfig rankStabilized() {
        return new LoraConfig(new Size(size.rank, size.alpha, true), dropout, targets, ranks,
                alphas);
    }

    public LoraConfig withRanks(Map<String, Integer> byPattern) {
        return new LoraConfig(size, dropout, targets, byPattern, alphas);
    }

    public LoraConfig withAlphas(Map<String, Double> byPattern) {
        return new LoraConfig(size, dropout, targets, ranks, byPattern);
    }

    /// Rank and alpha of a layer.
    ///
    /// @param names all that it is called
    Size sizeOf(List<String> names) {
        return new Size(LoraTargets.firstHit(ranks, names, size.rank),
                LoraTargets.firstHit(alphas, names, size.alpha), size.stabilized);
    }

    /// The same with patterns that name modules by their whole names, each of another size than
    /// most.
    LoraConfig withSizes(Collection<String> names, Function<String, Size> sizeOf) {
        Map<String, Integer> otherRanks = new LinkedHashMap<>();
        Map<String, Double> otherAlphas = new LinkedHashMap<>();
        for (String name : names) {
            Size other = sizeOf.apply(name);
            String pattern = name.replace(".", "\\.");
            if (other.rank != size.rank) {
                otherRanks.put(pattern, other.rank);
            }
            if (other.alpha != size.alpha) {
                otherAlphas.put(pattern, other.alpha);
            }
        }
        return withRanks(otherRanks).withAlphas(otherAlphas);
    }
}
