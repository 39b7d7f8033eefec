import java.util.random.RandomGenerator;
import llm.exercise.ExerciseNotDone;

/// Exercise 6.8 ★★: a LoRA layer. Beside a frozen weight `W`, a change of low rank learns:
///
/// ```text
/// y = W x + (alpha / rank) · B A x       W (out, in)   A (rank, in)   B (out, rank)
/// ```
///
/// A new layer changes nothing: `A` begins with random numbers, uniform from `−1/√in` to `1/√in`,
/// and `B` with zeros. After training, `load` puts other numbers into both. `forward` is the
/// formula for several vectors, one a row, and `merged` the one matrix that does the same,
/// `W + (alpha / rank) · B A`. `W` itself stays as it is.
///
/// With `W = {{1, 0}, {0, 1}}`, rank 1, alpha 2, `A = {{1, 1}}`, `B = {{3}, {0}}` and `x = {1, 2}`:
/// `A x` is 3, `B A x` is `{9, 0}`, the change counts 2/1 times, and `y = {1 + 18, 2} = {19, 2}`.
/// The merged matrix is `{{7, 6}, {0, 1}}`.
///
/// Refuse a rank below 1 with an `IllegalArgumentException`.
///
/// Section 6.10 of the notebook; 6.11 merges.
public final class Ex68LoraLayer {
    /// @param weight `W`, `(out, in)`
    /// @param rank   at least 1
    /// @param random where the first `A` comes from
    public Ex68LoraLayer(float[][] weight, int rank, double alpha, RandomGenerator random) {
        throw new ExerciseNotDone(
                "Exercise 6.8: write Ex68LoraLayer(float[][], int, double, RandomGenerator)");
    }

    /// @return `A` as it is now, `(rank, in)`
    public float[][] a() {
        throw new ExerciseNotDone("Exercise 6.8: write a()");
    }

    /// @return `B` as it is now, `(out, rank)`
    public float[][] b() {
        throw new ExerciseNotDone("Exercise 6.8: write b()");
    }

    /// Puts in what was learned.
    ///
    /// @param a `(rank, in)`
    /// @param b `(out, rank)`
    public void load(float[][] a, float[][] b) {
        throw new ExerciseNotDone("Exercise 6.8: write load(float[][], float[][])");
    }

    /// @param x `(tokens, in)`
    /// @return `(tokens, out)`
    public float[][] forward(float[][] x) {
        throw new ExerciseNotDone("Exercise 6.8: write forward(float[][])");
    }

    /// @return the weight of a layer that does the same, `(out, in)`
    public float[][] merged() {
        throw new ExerciseNotDone("Exercise 6.8: write merged()");
    }
}
