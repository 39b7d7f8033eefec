package llm.tensor.optim;

/// How long Adam remembers.
///
/// @param beta1   decay of the mean of gradients, in `[0, 1)`
/// @param beta2   decay of the mean of their squares, in `[0, 1)`
/// @param epsilon keeps the divisor from 0
public record AdamSettings(double beta1, double beta2, double epsilon) {
    /// The paper's values, PyTorch's default.
    public static final AdamSettings STANDARD = new AdamSettings(0.9, 0.999, 1e-8);
    /// The values most language models are trained with.
    public static final AdamSettings LANGUAGE_MODEL = new AdamSettings(0.9, 0.95, 1e-8);

    public AdamSettings {
        if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon > 0)) {
            throw new IllegalArgumentException(("betas must be in [0, 1) and epsilon above 0, got "
                    + "beta1=%s, beta2=%s, epsilon=%s").formatted(beta1, beta2, epsilon));
        }
    }
}
