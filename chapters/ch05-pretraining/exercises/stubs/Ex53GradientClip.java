import llm.exercise.ExerciseNotDone;

/// Exercise 5.3 ★: clipping gradients by their global norm. No single batch may throw a model off.
///
/// All gradients of a model together are one long vector; they are given as one array for each
/// parameter. Return the Euclidean norm of that vector, as it is before. Where it is longer than
/// `maxNorm`, shorten it, in place, without changing its direction: multiply each number by
///
/// ```
/// factor = min(1, maxNorm / (norm + 10⁻⁶))
/// ```
///
/// The gradients `{{1, 2}, {2}}` have a norm of 3. With a `maxNorm` of 1.5 they become
/// `{{0.5, 1}, {1}}`, and 3 is returned; with a `maxNorm` of 4 they stay what they are.
///
/// Results are compared to 10⁻⁵.
///
/// Section 5.3 of the notebook.
public final class Ex53GradientClip {
    private Ex53GradientClip() {}

    /// @param gradients `(parameters, numbers of each)`, changed in place
    /// @param maxNorm   above 0
    /// @return the norm of all of them together before the change
    public static double clip(double[][] gradients, double maxNorm) {
        throw new ExerciseNotDone("Exercise 5.3: write clip(double[][], double)");
    }
}
