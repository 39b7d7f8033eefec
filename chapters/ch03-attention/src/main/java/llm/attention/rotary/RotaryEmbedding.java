package llm.attention.rotary;

import java.util.Arrays;
import java.util.function.Function;
import llm.tensor.Operations;
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
        Tensor asTokens = x.reshape(1, positions.length, x.size(2), headDim);
        Angles[] each = new Angles[positions.length];
        Arrays.setAll(each, i -> compute(positions[i], 1, x.backend()));
        return Rotary.rotate(asTokens, stack(each, Angles::cosines), stack(each, Angles::sines),
                config.pairing(), 1).reshape(x.shape().toArray());
    }

    private static Tensor stack(Angles[] each, Function<Angles, Tensor> part) {
        return Operations.concat(0, Arrays.stream(each).map(part).toArray(Tensor[]::new));
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

    /// Angles are products in float32, as in the training of the models we read.
    private Angles compute(int first, int tokens, Backend device) {
        float[] frequencies = frequencies(first + tokens);
        float[] cosines = new float[tokens * frequencies.length];
        float[] sines = new float[cosines.length];
        double magnitude = config.scaling().magnitude();
        for (int at = 0; at < cosines.length; at++) {
            float position = first + at / frequencies.length;
            float angle = position * frequencies[at % frequencies.length];
            cosines[at] = (float) (Math.cos(angle) * magnitude);
            sines[at] = (float) (Math.sin(angle) * magnitude);
        }
        Shape shape = Shape.of(tokens, frequencies.length);
        return new Angles(first, tokens, Tensor.of(cosines, shape, device).keep(),
                Tensor.of(sines, shape, device).keep());
    }
}
