package llm.model;

import java.util.Comparator;
import java.util.stream.IntStream;
import llm.tensor.IntTensor;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import llm.tensor.backend.Backend;

/// Which experts work on which token: each token goes to the `k` that it finds likeliest. (Expert
/// choice is the opposite: each expert takes the tokens that it finds likeliest; Zhou et al., 2022.)
/// Source: Shazeer et al. (2017), §2.1.
///
/// @param chosen  the experts of each token, the most likely first, `(tokens, chosen)`
/// @param experts how many there are to choose from
record TopKRouting(IntTensor chosen, int experts) {

    /// The `count` most likely experts of each token; of equal ones the first.
    ///
    /// @param probabilities `(tokens, experts)`
    static TopKRouting mostLikely(Tensor probabilities, int count) {
        int tokens = probabilities.size(0);
        int experts = probabilities.size(1);
        float[] p = probabilities.toArray();
        int[] chosen = IntStream.range(0, tokens).flatMap(token -> IntStream.range(0, experts)
                .boxed().sorted(Comparator.comparingDouble(e -> -p[token * experts + e]))
                .limit(count).mapToInt(e -> e)).toArray();
        return new TopKRouting(IntTensor.of(chosen, tokens, count), experts);
    }

    /// How much each choice counts: its probability, made to sum to 1 over a token's choices.
    ///
    /// @param probabilities `(tokens, experts)`
    /// @return `(tokens, chosen, 1)`
    Tensor weights(Tensor probabilities) {
        int[] places = new int[chosen.count()];
        for (int i = 0; i < places.length; i++) {
            places[i] = i / chosen.size(1) * experts + chosen.values()[i];
        }
        Tensor likely = probabilities.reshape(-1, 1)
                .rows(IntTensor.of(places, chosen.size(0), chosen.size(1)));
        return likely.div(likely.sum(1).reshape(-1, 1, 1));  // (tokens, chosen, 1)
    }

    /// The tokens that chose an expert, in order.
    IntTensor tokensOf(int expert) {
        int[] tokens = IntStream.range(0, chosen.count())
                .filter(i -> chosen.values()[i] == expert).map(i -> i / chosen.size(1)).toArray();
        return IntTensor.of(tokens, tokens.length);
    }

    /// Where each choice's answer stands if all answers of expert 0 come first, then those of
    /// expert 1, and so on.
    ///
    /// @return `(tokens, chosen)`
    IntTensor places() {
        int[] next = new int[experts];
        for (int expert = 1; expert < experts; expert++) {
            next[expert] = next[expert - 1] + tokensOf(expert - 1).count();
        }
        int[] places = IntStream.of(chosen.values()).map(expert -> next[expert]++).toArray();
        return IntTensor.of(places, chosen.size(0), chosen.size(1));
    }

    /// The share of tokens that chose each expert, `(experts)`.
    Tensor shares(Backend device) {
        float[] shares = new float[experts];
        for (int expert = 0; expert < experts; expert++) {
            shares[expert] = (float) tokensOf(expert).count() / chosen.size(0);
        }
        return Tensor.of(shares, Shape.of(experts), device);
    }
}
