import llm.exercise.ExerciseNotDone;

/// Exercise 8.4 ★: the advantages of a group. GRPO needs no critic: an answer is judged by the
/// other answers to the same prompt.
///
/// `rewards` holds one group behind the other, `groupSize` answers to each prompt. An answer's
/// advantage is its reward minus the mean of its group. GRPO divides that by the group's standard
/// deviation plus 1e-4, where the deviation is the one of a sample, with `n − 1`; Dr. GRPO does
/// not divide. Of two groups of four,
///
///     rewards = {1, 0, 0, 1, 5, 5, 5, 5}
///
/// the first has the mean 0.5 and the deviation 0.5774, so that the advantages are
/// `{0.8659, −0.8659, −0.8659, 0.8659, 0, 0, 0, 0}`, and without dividing
/// `{0.5, −0.5, −0.5, 0.5, 0, 0, 0, 0}`.
///
/// A group whose rewards are all the same teaches nothing: its advantages are 0, also where it is a
/// group of one. Refuse a `groupSize` below 1, and rewards that are not whole groups, with an
/// `IllegalArgumentException`. Write it without `GroupAdvantages` of the library.
///
/// Section 8.5 of the notebook.
public final class Ex84GroupAdvantages {
    private Ex84GroupAdvantages() {}

    /// @param rewards     of consecutive groups, `(groups · groupSize)`
    /// @param groupSize   answers to each prompt, at least 1
    /// @param byDeviation whether to divide by the deviation (GRPO) or not (Dr. GRPO)
    /// @return `(groups · groupSize)`
    public static double[] advantages(double[] rewards, int groupSize, boolean byDeviation) {
        throw new ExerciseNotDone("Exercise 8.4: write advantages(double[], int, boolean)");
    }
}
