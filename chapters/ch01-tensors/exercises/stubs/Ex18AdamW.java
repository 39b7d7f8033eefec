import llm.exercise.ExerciseNotDone;

/// Exercise 1.8 ★★: the step of AdamW. The optimizer of nearly all language models, for a whole
/// array of parameters.
///
/// For each parameter `p` with the slope `g`, in step `t = 1, 2, 3, …`, with the learning rate `η`
/// and the weight decay `λ`, and `β₁ = 0.9`, `β₂ = 0.999`, `ε = 1e−8`:
///
/// - `m ← β₁ m + (1 − β₁) g` and `v ← β₂ v + (1 − β₂) g²`, running means of slope and square
/// - `m̂ = m / (1 − β₁ᵗ)` and `v̂ = v / (1 − β₂ᵗ)`, which make up for their beginning at 0
/// - `p ← (1 − ηλ) p − η m̂ / (√v̂ + ε)`, decay of the weight itself, and the step
///
/// The caller keeps the arrays and hands in all of them at every step; change `parameters`, `m` and
/// `v` in place and leave `gradients` as they are. `m` and `v` keep the means without `1 − βᵗ`.
/// Example with `η = 0.1`, `λ = 0.5`, one parameter 3, and `m` and `v` at 0: step 1 with the slope
/// −2 makes `m = −0.2`, `v = 0.004` and `p = 0.95 · 3 + 0.1 = 2.95`; step 2 with the slope 4 makes
/// `m = 0.22`, `v = 0.019996` and `p = 2.76589`. A slope that was always 0 moves nothing: only the
/// decay acts. Refuse steps below 1 with an `IllegalArgumentException`.
///
/// Section 1.9 of the notebook.
public final class Ex18AdamW {
    /// @param learningRate `η`, above 0
    /// @param weightDecay  `λ`, at least 0
    public Ex18AdamW(double learningRate, double weightDecay) {
        throw new ExerciseNotDone("Exercise 1.8: write Ex18AdamW(double, double)");
    }

    /// Moves all parameters once.
    ///
    /// @param parameters changed in place, `(count)`
    /// @param gradients  `(count)`
    /// @param m          running mean of the slopes, changed in place, `(count)`
    /// @param v          running mean of their squares, changed in place, `(count)`
    /// @param step       `t`, from 1 on
    public void step(double[] parameters, double[] gradients, double[] m, double[] v, int step) {
        throw new ExerciseNotDone("Exercise 1.8: write step(…)");
    }
}
