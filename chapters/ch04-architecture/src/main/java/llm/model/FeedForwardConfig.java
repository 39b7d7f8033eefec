package llm.model;

import llm.tensor.layer.Initializer;

/// Which feed-forward layer a block has.
public sealed interface FeedForwardConfig {

    /// Number of values in its matrices.
    ///
    /// @param embDim width of a token's vector
    long matrixParameters(int embDim);

    /// Those of them that one token uses.
    default long activeParameters(int embDim) {
        return matrixParameters(embDim);
    }

    /// Number of values in its biases.
    long biasParameters(int embDim);

    /// Values that a forward pass keeps for backward, per token.
    long keptPerToken(int embDim);

    /// Makes the layer.
    FeedForward layer(int embDim, Initializer initializer);

    /// Wider, GELU, narrower, with biases: GPT-2's.
    ///
    /// @param ffDim width inside
    record Gelu(int ffDim) implements FeedForwardConfig {
        public Gelu {
            requireWidth(ffDim);
        }

        @Override
        public long matrixParameters(int embDim) {
            return 2L * embDim * ffDim;
        }

        @Override
        public long biasParameters(int embDim) {
            return embDim + ffDim;
        }

        @Override
        public long keptPerToken(int embDim) {
            return 2L * ffDim;
        }

        @Override
        public FeedForward layer(int embDim, Initializer initializer) {
            return new GeluFeedForward(embDim, ffDim, initializer);
        }
    }

    /// One product lets through what another has made: Llama's and Gemma's.
    ///
    /// @param ffDim width inside
    /// @param bias  whether all three products have a bias
    record Gated(int ffDim, Gate gate, boolean bias) implements FeedForwardConfig {
        public Gated {
            requireWidth(ffDim);
        }

        /// Without biases.
        public Gated(int ffDim, Gate gate) {
            this(ffDim, gate, false);
        }

        @Override
        public long matrixParameters(int embDim) {
            return 3L * embDim * ffDim;
        }

        @Override
        public long biasParameters(int embDim) {
            return bias ? embDim + 2L * ffDim : 0;
        }

        @Override
        public long keptPerToken(int embDim) {
            return (gate == Gate.SILU ? 3L : 4L) * ffDim;
        }

        @Override
        public FeedForward layer(int embDim, Initializer initializer) {
            return new GatedFeedForward(embDim, this, initializer);
        }
    }

    /// Several gated layers, of which a router chooses a few for each token: Qwen3-MoE's.
    ///
    /// @param experts layers
    /// @param chosen  how many of them a token uses
    /// @param ffDim   width inside each
    record Experts(int experts, int chosen, int ffDim) implements FeedForwardConfig {
        public Experts {
            requireWidth(ffDim);
            ModelSize.require("experts", experts, ModelSize.MOST_PARTS);
            if (chosen < 1 || chosen > experts) {
                throw new IllegalArgumentException("chosen must be in [1, experts=%d], got %d"
                        .formatted(experts, chosen));
            }
        }

        /// One of them.
        Gated expert() {
            return new Gated(ffDim, Gate.SILU);
        }

        private long router(int embDim) {
            return (long) experts * embDim;
        }

        @Override
        public long matrixParameters(int embDim) {
            return router(embDim) + experts * expert().matrixParameters(embDim);
        }

        @Override
        public long activeParameters(int embDim) {
            return router(embDim) + chosen * expert().matrixParameters(embDim);
        }

        @Override
        public long biasParameters(int embDim) {
            return 0;
        }

        /// Scores and probabilities, and of each choice what its expert reads, keeps and answers,
        /// the answer in order, and weighted.
        @Override
        public long keptPerToken(int embDim) {
            return 2L * experts + chosen * (expert().keptPerToken(embDim) + 5L * embDim);
        }

        @Override
        public FeedForward layer(int embDim, Initializer initializer) {
            return new MixtureOfExperts(embDim, this, initializer);
        }
    }

    /// The function that opens a gate.
    enum Gate {
        /// SwiGLU.
        SILU,
        /// GeGLU, in GELU's tanh form.
        GELU
    }

    private static void requireWidth(int ffDim) {
        ModelSize.require("ffDim", ffDim, ModelSize.MOST_WIDTH);
    }
}
