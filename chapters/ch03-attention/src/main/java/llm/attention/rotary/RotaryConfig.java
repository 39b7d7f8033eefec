package llm.attention.rotary;

import llm.tensor.op.Rotary.Pairing;

/// How positions rotate queries and keys.
///
/// @param theta   base of the frequencies: pair `i` turns by `theta^(−2i/headDim)` per position
/// @param pairing which two values of a head make a pair
/// @param scaling what a longer context does to the frequencies
public record RotaryConfig(double theta, Pairing pairing, RotaryScaling scaling) {

    public RotaryConfig {
        if (!(theta > 1 && theta < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("theta must be above 1 and finite, got " + theta);
        }
    }

    /// Pairs `(i, i + headDim/2)` and the frequencies as trained.
    public static RotaryConfig of(double theta) {
        return of(theta, new RotaryScaling.None());
    }

    /// Pairs `(i, i + headDim/2)`.
    public static RotaryConfig of(double theta, RotaryScaling scaling) {
        return new RotaryConfig(theta, Pairing.HALVES, scaling);
    }

    /// The same with pairs `(2i, 2i + 1)`, the paper's layout.
    public RotaryConfig interleaved() {
        return new RotaryConfig(theta, Pairing.INTERLEAVED, scaling);
    }
}
