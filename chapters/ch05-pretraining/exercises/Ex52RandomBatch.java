import java.util.function.IntUnaryOperator;
import llm.exercise.ExerciseNotDone;

/// Exercise 5.2 ★★: a batch from random places. Where a text is too long to be read in epochs,
/// windows are taken from anywhere in it.
///
/// For each row of the batch draw the place in `ids` at which its window starts. The inputs are the
/// `context` ids from there on, the targets the same moved by one: at each place the id after it.
/// Every window that fits may be drawn, the very last one, too, and each is as likely as any
/// other; rows do not care about each other.
///
/// `draw.applyAsInt(bound)` gives a number from 0 to `bound − 1`. Call it exactly once for each
/// row, first row first. Say it gives 3 and then 0; of `ids = {10, 11, 12, 13, 14, 15, 16}` two
/// rows of 3 tokens are then
///
/// ```
/// inputs  {{13, 14, 15}, {10, 11, 12}}
/// targets {{14, 15, 16}, {11, 12, 13}}
/// ```
///
/// Refuse a `batchSize` or `context` below 1, and a text that has not even one window with its
/// targets, with an `IllegalArgumentException`.
///
/// Section 5.2 of the notebook.
public final class Ex52RandomBatch {
    private Ex52RandomBatch() {}

    /// @param ids       the text
    /// @param batchSize rows
    /// @param context   tokens of each
    /// @param draw      gives random numbers below a bound
    /// @return inputs and targets, `(2, batch, tokens)`
    public static int[][][] batch(int[] ids, int batchSize, int context, IntUnaryOperator draw) {
        throw new ExerciseNotDone(
                "Exercise 5.2: write batch(int[], int, int, IntUnaryOperator)");
    }
}
