package llm.attention.rotary;

import llm.tensor.Shape;
import llm.tensor.Tensor;
import llm.tensor.backend.Backend;
import llm.tensor.op.Rotary;
import org.jspecify.annotations.Nullable;

/// Rotates the heads of queries or keys by angles that depend on their tokens' positions.
public final class RotaryEmbedding {
    private final RotaryConfig config;
    private final int headDim;
    private @Nullable Angles latest;                         // what the last call needed

    /// Sines and cosines of `tokens` positions from `first` on, `(tokens, headDim / 2)`.
    private record Angles(int first, int tokens, Tensor cosines, Tensor sines) {
    }

    /// @throws IllegalArgumentException if `headDim` is odd
    public RotaryEmbedding(RotaryConfig config, int headDim) {
        if (headDim < 2 || headDim % 2 != 0) {
            throw new IllegalArgumentException(
                    "headDim must be even to make pairs, got " + headDim);
        }
        this.config = config;
        this.headDim = headDim;
    }

    /// @param x     queries or keys, `(batch, tokens, heads, headDim)`
    /// @param first position of the first token
    /// @return the same, rotated
    public Tensor forward(Tensor x, int first) {
        Angles angles = angles(first, x.size(1), x.backend());
        return Rotary.rotate(x, angles.cosines, angles.sines, config.pairing(), 1);
    }

    /// The same for one token of each of several sequences.
    ///
    /// @param x         queries or keys, `(batch, 1, heads, headDim)`
    /// @param positions where each stands, `(batch)`
    /// @return the same, rotated
    public Tensor forwardEach(Tensor x, int... positions) {
        if (x.size(0) != positions.length || x.size(1) != 1) {
            throw new IllegalArgumentException("x must be (batch=%d, 1, heads, headDim), got %s"
                    .formatted(positions.length, x.shape()));
        }
        int pairs = headDim / 2;
        float[] cosines = new float[positions.length * pairs];
        float[] sines = new float[cosines.length];
        for (int i = 0; i < positions.length; i++) {
            fill(positions[i], frequencies(positions[i] + 1), cosines, sines, i * pairs);
        }
        Shape shape = Shape.of(positions.length, pairs);
        return Rotary.rotate(x.reshape(1, positions.length, x.size(2), headDim),
                Tensor.of(cosines, shape, x.backend()), Tensor.of(sines, shape, x.backend()),
                config.pairing(), 1).reshape(x.shape().toArray());
    }

    /// Radians per position of each pair in a text of `tokens` tokens.
    public float[] frequencies(int tokens) {
        return config.scaling().frequencies(config.theta(), headDim, tokens);
    }

    private Angles angles(int first, int tokens, Backend device) {
        Angles angles = latest;
        if (angles == null || angles.first != first || angles.tokens != tokens
                || angles.cosines.backend() != device) {
            angles = compute(first, tokens, device);
            latest = angles;
        }
        return angles;
    }

    private Angles compute(int first, int tokens, Backend device) {
        float[] frequencies = frequencies(first + tokens);
        float[] cosines = new float[tokens * frequencies.length];
        float[] sines = new float[cosines.length];
        for (int token = 0; token < tokens; token++) {
            fill(first + token, frequencies, cosines, sines, token * frequencies.length);
        }
        Shape shape = Shape.of(tokens, frequencies.length);
        return new Angles(first, tokens, Tensor.of(cosines, shape, device).keep(),
                Tensor.of(sines, shape, device).keep());
    }

    /// One position, from place `at` on. Angles are products in float32, as in the training of the
    /// models we read.
    private void fill(float position, float[] frequencies, float[] cosines, float[] sines, int at) {
        double magnitude = config.scaling().magnitude();
        for (int i = 0; i < frequencies.length; i++) {
            float angle = position * frequencies[i];
            cosines[at + i] = (float) (Math.cos(angle) * magnitude);
            sines[at + i] = (float) (Math.sin(angle) * magnitude);
        }
    }
}
