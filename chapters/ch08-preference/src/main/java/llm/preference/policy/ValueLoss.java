package llm.preference.policy;

import llm.tensor.Shape;
import llm.tensor.Tensor;

/// What PPO's critic makes smaller: half the squared error of its values, where a value that has
/// moved by more than the clip since the answers were sampled gets no credit for it: `½ max((v −
/// R)², (clamp(v, v_old − c, v_old + c) − R)²)`.
/// Source: Schulman et al., code of PPO (2017); Huang et al. (2022), The 37 Implementation Details
/// of PPO, no. 9.
///
/// @param clip how far a value may move, above 0
public record ValueLoss(double clip) {

    public ValueLoss {
        if (!(clip > 0)) {
            throw new IllegalArgumentException("clip must be above 0, got " + clip);
        }
    }

    /// Losses of tokens. Backward: `(v − R) · g`, 0 where the clip holds.
    ///
    /// @param values  `(rows, tokens)`
    /// @param old     those when the tokens were sampled, `(rows, tokens)` flat
    /// @param returns what turned out, `(rows, tokens)` flat
    /// @return `(rows, tokens)`
    public Tensor losses(Tensor values, float[] old, float... returns) {
        Shape shape = values.shape();
        float[] now = values.toArray();
        float[] held = new float[now.length];                // 1 where the clip holds
        float[] limited = new float[now.length];             // the value there
        for (int i = 0; i < now.length; i++) {
            held[i] = holds(now[i], old[i], returns[i]) ? 1 : 0;
            limited[i] = held[i] * (float) limit(now[i], old[i]);
        }
        return values.maskedFill(Tensor.of(held, shape, values.backend()), 0)
                .add(Tensor.of(limited, shape, values.backend()))
                .sub(Tensor.of(returns, shape, values.backend()))
                .square().mul(0.5);
    }

    /// The share of tokens at which the clip holds.
    double clipped(float[] values, float[] old, float[] returns, TokenMask mask) {
        float[] held = new float[values.length];
        for (int i = 0; i < held.length; i++) {
            held[i] = holds(values[i], old[i], returns[i]) ? 1 : 0;
        }
        return mask.mean(held);
    }

    private boolean holds(double value, double old, double turnedOut) {
        return Math.abs(limit(value, old) - turnedOut) > Math.abs(value - turnedOut);
    }

    private double limit(double value, double old) {
        return Math.clamp(value, old - clip, old + clip);
    }
}
