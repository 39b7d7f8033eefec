import java.util.random.RandomGenerator;
import llm.exercise.ExerciseNotDone;

/// Exercise 6.2 ★: three parts without loss or overlap. One to learn from, one to choose by, one to
/// be tested on.
///
/// Put the positions 0 to `examples − 1` into a random order and cut it: the first 70 % are for
/// training, the next 10 % for validation, the rest for the test, so it is about 20 %. The
/// first two numbers are rounded down, computed in whole numbers. Of 25 examples 17 (of 17.5) are
/// for training, 2 (of 2.5) for validation, and 6, all that is left, for the test. Mind that
/// `0.7 * 90` is 62.99999999999999 in a computer, but 70 % of 90 are 63.
///
/// Each position is in just one part. The order within a part does not matter. All chance comes
/// from the generator, so the same seed gives the same parts. Refuse fewer than 10 examples, of
/// which a part would be empty, with an `IllegalArgumentException`.
///
/// Section 6.1 of the notebook.
public final class Ex62Split {
    private Ex62Split() {}

    /// @param examples how many there are, at least 10
    /// @param random   where all chance comes from
    /// @return positions for training, for validation and for the test: three arrays
    public static int[][] split(int examples, RandomGenerator random) {
        throw new ExerciseNotDone("Exercise 6.2: write split(int, RandomGenerator)");
    }
}
