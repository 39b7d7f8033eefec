package llm.model;

import llm.tensor.layer.LayerNorm;
import llm.tensor.layer.Norm;
import llm.tensor.layer.RmsNorm;

/// Which norm a model has.
public sealed interface NormConfig {

    /// Keeps the divisor from 0.
    double epsilon();

    /// Number of trainable values in a norm of vectors of `width`.
    long parameters(int width);

    /// Makes the layer.
    Norm layer(int width);

    /// Mean 0, variance 1, a gain and a bias: GPT-2's.
    record Layer(double epsilon) implements NormConfig {
        public Layer {
            requireEpsilon(epsilon);
        }

        @Override
        public long parameters(int width) {
            return 2L * width;
        }

        @Override
        public Norm layer(int width) {
            return new LayerNorm(width, epsilon);
        }
    }

    /// Root mean square 1 and a gain: Llama's.
    ///
    /// @param shift 0, or 1 where the stored gain is the distance from 1 (Gemma)
    record Rms(double epsilon, double shift) implements NormConfig {
        public Rms {
            requireEpsilon(epsilon);
        }

        @Override
        public long parameters(int width) {
            return width;
        }

        @Override
        public Norm layer(int width) {
            return new RmsNorm(width, epsilon, shift);
        }
    }

    private static void requireEpsilon(double epsilon) {
        if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "normEpsilon must be above 0 and finite, got " + epsilon);
        }
    }
}
