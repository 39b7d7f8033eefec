package llm.model;

import llm.tensor.layer.Initializer;

/// Which feed-forward layer a block has.
public sealed interface FeedForwardConfig {

    /// Number of values in its matrices, of which a token uses all.
    ///
    /// @param embDim width of a token's vector
    long matrixParameters(int embDim);

    /// Number of values in its biases.
    long biasParameters(int embDim);

    /// Values that a forward pass keeps for backward, per token.
    long keptPerToken();

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
        public long keptPerToken() {
            return 2L * ffDim;
        }

        @Override
        public FeedForward layer(int embDim, Initializer initializer) {
            return new GeluFeedForward(embDim, ffDim, initializer);
        }
    }

    /// One product lets through what another has made, without biases: Llama's and Gemma's.
    ///
    /// @param ffDim width inside
    record Gated(int ffDim, Gate gate) implements FeedForwardConfig {
        public Gated {
            requireWidth(ffDim);
        }

        @Override
        public long matrixParameters(int embDim) {
            return 3L * embDim * ffDim;
        }

        @Override
        public long biasParameters(int embDim) {
            return 0;
        }

        @Override
        public long keptPerToken() {
            return (gate == Gate.SILU ? 3L : 4L) * ffDim;
        }

        @Override
        public FeedForward layer(int embDim, Initializer initializer) {
            return new GatedFeedForward(embDim, this, initializer);
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
        if (ffDim < 1) {
            throw new IllegalArgumentException("ffDim must be 1 or more, got " + ffDim);
        }
    }
}
