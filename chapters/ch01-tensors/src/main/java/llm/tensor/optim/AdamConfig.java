package llm.tensor.optim;

import llm.tensor.backend.DType;

/// How long Adam remembers, and how exactly.
///
/// @param beta1   decay of the mean of gradients, in `[0, 1)`
/// @param beta2   decay of the mean of their squares, in `[0, 1)`
/// @param epsilon keeps the divisor from 0
/// @param moments how the moments of matrices are kept: BF16 halves their memory, with hardly a
///                difference in the loss (DeepSeek-AI, 2024, "DeepSeek-V3", §3.3.3)
public record AdamConfig(double beta1, double beta2, double epsilon, DType moments) {
    /// The paper's values, PyTorch's default.
    public static final AdamConfig STANDARD = new AdamConfig(0.9, 0.999, 1e-8);
    /// The values most language models are trained with.
    public static final AdamConfig LANGUAGE_MODEL = new AdamConfig(0.9, 0.95, 1e-8);

    public AdamConfig {
        if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon > 0)) {
            throw new IllegalArgumentException(("betas must be in [0, 1) and epsilon above 0, got "
                    + "beta1=%s, beta2=%s, epsilon=%s").formatted(beta1, beta2, epsilon));
        }
        if (moments == DType.INT8) {
            throw new IllegalArgumentException("moments must be kept in F32 or BF16, got INT8");
        }
    }

    /// Settings with both moments in float32.
    public AdamConfig(double beta1, double beta2, double epsilon) {
        this(beta1, beta2, epsilon, DType.F32);
    }

    public AdamConfig withMoments(DType dtype) {
        return new AdamConfig(beta1, beta2, epsilon, dtype);
    }
}
