package llm.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import llm.tensor.IntTensor;
import llm.tensor.Operations;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import llm.tensor.backend.Backend;
import llm.tensor.layer.Initializer;
import llm.tensor.layer.Linear;

/// Many gated layers, of which each token uses the few that a router chooses for it: as much
/// knowledge as a wide layer, at the work of a narrow one.
///
/// `y = Σ wₑ · expertₑ(x)` over the chosen experts; with `p = softmax(router(x))` over all of them,
/// the chosen are those with the largest `pₑ`, and `wₑ = pₑ / Σ pⱼ` over the chosen. The choice
/// itself has no gradient; the router learns through the weights.
/// That is the softmax over the chosen experts' scores alone, as Mixtral's paper has it.
/// Source: Shazeer et al. (2017), §2; Jiang et al. (2024), §2.1; Yang et al. (2025), §2.
public final class MixtureOfExperts extends FeedForward {
    private final FeedForwardConfig.Experts config;
    private final int embDim;
    private final Linear router;                             // embDim → experts
    private final List<GatedFeedForward> experts;

    public MixtureOfExperts(int embDim, FeedForwardConfig.Experts config,
                            Initializer initializer) {
        this.config = config;
        this.embDim = embDim;
        router = child("router", new Linear(embDim, config.experts(), false, initializer));
        experts = children("experts", Stream.generate(
                () -> new GatedFeedForward(embDim, config.expert(), initializer))
                .limit(config.experts()).toList());
    }

    /// Each expert works on the tokens that chose it, all at once.
    @Override
    public Tensor forward(Tensor x) {
        Tensor tokens = tokens(x);                           // (tokens, embDim)
        Tensor probabilities = router.forward(tokens).softmax();  // (tokens, experts)
        TopKRouting choice = TopKRouting.mostLikely(probabilities, config.chosen());
        Tensor answers = answers(tokens, choice)             // (tokens · chosen, embDim)
                .rows(choice.places());                      // (tokens, chosen, embDim)
        return answers.mul(choice.weights(probabilities)).sum(1)
                .reshape(x.shape().toArray());               // as x
    }

    /// What the experts say to their tokens, expert by expert, `(tokens · chosen, embDim)`.
    private Tensor answers(Tensor tokens, TopKRouting choice) {
        List<Tensor> answers = new ArrayList<>();
        for (int expert = 0; expert < experts.size(); expert++) {
            IntTensor own = choice.tokensOf(expert);
            if (own.count() > 0) {                           // else it gets no gradient either
                answers.add(experts.get(expert).forward(tokens.rows(own)));
            }
        }
        return Operations.concat(0, answers.toArray(Tensor[]::new));
    }

    /// How unevenly the experts are used: `experts · Σ shareₑ · meanₑ`, where `shareₑ` is the share
    /// of tokens that chose expert `e` and `meanₑ` the mean of its probability: `chosen` where all
    /// are used alike, more where the likely ones are also the chosen. A little of it (Fedus et al.
    /// take 0.01) added to the loss in training keeps the router from always choosing the same few.
    /// The gradient flows through `meanₑ`. Source: Fedus et al. (2022), §2.2, for one choice; with
    /// several, the shares add up to `chosen`.
    ///
    /// @param x `(batch, tokens, embDim)`
    /// @return `()`
    public Tensor balanceLoss(Tensor x) {
        Tensor probabilities = router.forward(tokens(x)).softmax();  // (tokens, experts)
        Tensor shares = TopKRouting.mostLikely(probabilities, config.chosen())
                .shares(probabilities.backend());
        return probabilities.mean(0).mul(shares).sum().mul(config.experts());
    }

    private Tensor tokens(Tensor x) {
        if (x.rank() != 3 || x.size(2) != embDim) {
            throw new IllegalArgumentException("x must be (batch, tokens, embDim=%d), got %s"
                    .formatted(embDim, x.shape()));
        }
        return x.reshape(-1, embDim);
    }

    public Linear router() {
        return router;
    }

    public List<GatedFeedForward> experts() {
        return experts;
    }

    @Override
    public List<Linear> outputs() {
        return experts.stream().map(GatedFeedForward::output).toList();
    }

    /// Which experts work on which token: each token goes to the `k` that it finds likeliest.
    /// (Expert choice is the opposite: each expert takes the tokens that it finds likeliest; Zhou
    /// et al., 2022.) Source: Shazeer et al. (2017), §2.1.
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
                    .filter(i -> chosen.values()[i] == expert)
                    .map(i -> i / chosen.size(1)).toArray();
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
}
