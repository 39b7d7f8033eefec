package llm.tensor.optim;

/// How Muon remembers, and how far it goes.
///
/// @param momentum       decay of the mean of gradients, in `[0, 1)`
/// @param nesterov       whether the newest gradient counts once more, as if the mean were already
///                       at the next step (Nesterov)
/// @param stepSize       what a step is multiplied by
/// @param orthogonalizer makes the mean's singular values equal
public record MuonConfig(double momentum, boolean nesterov, StepSize stepSize,
                         Orthogonalizer orthogonalizer) {
    /// What the authors train with.
    public static final MuonConfig STANDARD =
            new MuonConfig(0.95, true, StepSize.ORIGINAL, Orthogonalizer.JORDAN);

    /// Rules for the size of a step of a `(rows, columns)` matrix.
    public enum StepSize {
        /// `√max(1, rows / columns)`: an output changes as much whatever the width. Source: Jordan et
        /// al. (2024).
        ORIGINAL,
        /// `0.2 √max(rows, columns)`: values change as much as by AdamW, so that its learning rates
        /// serve. Source: Liu et al. (2025), "Muon is scalable for LLM training", §2.2.
        MATCH_RMS_ADAMW;

        double of(int rows, int columns) {
            return switch (this) {
                case ORIGINAL -> Math.sqrt(Math.max(1, (double) rows / columns));
                case MATCH_RMS_ADAMW -> 0.2 * Math.sqrt(Math.max(rows, columns));
            };
        }
    }

    public MuonConfig {
        if (!(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException("momentum must be in [0, 1), got " + momentum);
        }
    }

    public MuonConfig withOrthogonalizer(Orthogonalizer other) {
        return new MuonConfig(momentum, nesterov, stepSize, other);
    }

    public MuonConfig withStepSize(StepSize rule) {
        return new MuonConfig(momentum, nesterov, rule, orthogonalizer);
    }
}
