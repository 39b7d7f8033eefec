import llm.exercise.ExerciseNotDone;

/// Exercise 8.10 ★★: pass@k. How likely is a right answer among `k`? That is the limit of what any
/// judge could choose, and it is measured from more answers than `k`, so that chance counts less.
///
/// Of `n` answers to a question `c` are right. Draw `k` of them without putting any back; the
/// probability that a right one is among them is
///
///     pass@k = 1 − C(n − c, k) / C(n, k)
///
/// with `C(n, k)` the number of ways to choose `k` of `n`. For `n = 5`, `c = 2` and `k = 2` it is
/// `1 − 3/10 = 0.7`. The numbers `C` do not fit into a `double` where `n` is some thousands; the
/// result must be right there, too. Refuse `k` outside [1, n] and `c` outside [0, n] with an
/// `IllegalArgumentException`.
///
/// `curve` is the mean of pass@k over questions, for each of the `ks`. For two questions with
/// `n = 5` answers each, of which 2 and 0 are right, it is `{0.2, 0.35, 0.45}` at `{1, 2, 3}`.
///
/// Section 8.8 of the notebook.
public final class Ex810PassAtK {
    private Ex810PassAtK() {}

    /// @param n answers that were drawn
    /// @param c how many of them are right
    /// @param k answers that one may give
    /// @return a probability
    public static double passAtK(int n, int c, int k) {
        throw new ExerciseNotDone("Exercise 8.10: write passAtK(int, int, int)");
    }

    /// @param right how many of the `n` answers to each question are right, `(questions)`
    /// @param n     answers to each question
    /// @param ks    answers that one may give, `(points)`
    /// @return the mean over questions, `(points)`
    public static double[] curve(int[] right, int n, int[] ks) {
        throw new ExerciseNotDone("Exercise 8.10: write curve(int[], int, int[])");
    }
}
