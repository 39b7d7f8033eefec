import llm.exercise.ExerciseNotDone;

/// Exercise 1.5 ★★: the gradient of a broadcast. Broadcasting forward repeats numbers; backward
/// adds up what all the copies send back.
///
/// `x` had the shape `to` and was broadcast to the shape `from`. Given `g = ∂L/∂(broadcast x)`,
/// return `∂L/∂x`: entry by entry, the sum of `g` over all copies of that entry. Shapes are aligned
/// at their *last* axes. An axis of `from` is summed over where `to` has extent 1 there, or has no
/// such axis. Arrays hold their numbers row after row, as in section 1.4. For `from = {2, 3}` and
/// `g = {1, 2, 3, 4, 5, 6}`:
///
/// - `to = {3}` and `to = {1, 3}` give `{5, 7, 9}`, the sums of columns
/// - `to = {2, 1}` gives `{6, 15}`, the sums of rows
/// - `to = {}`, a scalar, and `to = {1}` give `{21}`
/// - `to = {2, 3}` gives `g` as it is
///
/// Ranks may be any. Refuse a `to` with more axes than `from`, or with an extent that is neither 1
/// nor that of `from`, with an `IllegalArgumentException`. Leave the arguments as they are. Write
/// it without `backward()` of the library.
///
/// Section 1.8 of the notebook.
public final class Ex15BroadcastGradient {
    private Ex15BroadcastGradient() {}

    /// @param g    slopes, in the shape `from`
    /// @param from the shape after broadcasting, extents of at least 1
    /// @param to   the shape before
    /// @return slopes in the shape `to`
    public static float[] sumTo(float[] g, int[] from, int[] to) {
        throw new ExerciseNotDone("Exercise 1.5: write sumTo(float[], int[], int[])");
    }
}
