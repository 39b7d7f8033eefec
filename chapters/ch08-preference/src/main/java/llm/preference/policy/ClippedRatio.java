package llm.preference.policy;

import llm.tensor.Shape;
import llm.tensor.Tensor;

/// The clipped objective of policy optimization. With `ratio = π / π_old` of a token and its
/// advantage `A`, the loss is `−min(ratio · A, clamp(ratio, 1 − low, 1 + high) · A)`: what turned
/// out well becomes likelier, what turned out badly less likely, and neither by more than the clip
/// allows for one set of samples. Source: Schulman et al. (2017), PPO, eq. 7; apart for both sides:
/// Yu et al. (2025), DAPO, §3.1.
///
/// @param low  how far below 1 the ratio may fall, in (0, 1)
/// @param high how far above 1 it may rise, above 0
public record ClippedRatio(double low, double high) {
    /// What PPO and GRPO have.
    public static final ClippedRatio USUAL = new ClippedRatio(0.2, 0.2);

    public ClippedRatio {
        if (!(low > 0 && low < 1 && high > 0)) {
            throw new IllegalArgumentException("low must be in (0, 1) and high above 0, got "
                    + low + " and " + high);
        }
    }

    /// Losses of tokens. Backward: `−ratio · A · g` for the log-probability, 0 where it is clipped.
    ///
    /// @param policy     log-probabilities, `(rows, tokens)`
    /// @param old        those when the tokens were sampled, `(rows, tokens)` flat
    /// @param advantages `(rows, tokens)` flat
    /// @return `(rows, tokens)`
    public Tensor losses(Tensor policy, float[] old, float... advantages) {
        Shape shape = policy.shape();
        Tensor ratio = policy.sub(Tensor.of(old, shape, policy.backend())).exp();
        Clipped clipped = clipped(ratio.toArray(), advantages);
        return ratio.maskedFill(Tensor.of(clipped.low, shape, policy.backend()), 1 - low)
                .maskedFill(Tensor.of(clipped.high, shape, policy.backend()), 1 + high)
                .mul(Tensor.of(advantages, shape, policy.backend())).neg();
    }

    /// Where the clip holds a token: 1 there, else 0, each `(rows, tokens)` flat.
    ///
    /// @param low  the ratio has fallen enough for an answer that was worse than expected
    /// @param high it has risen enough for one that was better
    record Clipped(float[] low, float[] high) {
    }

    /// @param ratio of each token, `(rows, tokens)` flat
    Clipped clipped(float[] ratio, float... advantages) {
        float[] tooLow = new float[ratio.length];
        float[] tooHigh = new float[ratio.length];
        for (int i = 0; i < ratio.length; i++) {
            tooLow[i] = advantages[i] < 0 && ratio[i] < 1 - low ? 1 : 0;
            tooHigh[i] = advantages[i] > 0 && ratio[i] > 1 + high ? 1 : 0;
        }
        return new Clipped(tooLow, tooHigh);
    }

    /// `π / π_old` of tokens.
    static float[] ratios(float[] policy, float... old) {
        float[] ratios = new float[policy.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = (float) Math.exp(policy[i] - old[i]);
        }
        return ratios;
    }
}
