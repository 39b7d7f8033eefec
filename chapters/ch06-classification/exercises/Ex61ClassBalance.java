import java.util.random.RandomGenerator;
import llm.exercise.ExerciseNotDone;

/// Exercise 6.1 ★: class balancing. A model must not get far by always naming the common class.
///
/// Keep as many examples of each class as the rarest one has, drawn at random without replacement,
/// and return their positions in ascending order, so that the kept examples stand as they stood.
/// With the labels `{0, 0, 1, 0, 1, 0, 0}`, class 1 is the rarest, with two examples; both stay,
/// and two of the five others: `{1, 2, 4, 6}` is one of the ten results that are possible, all
/// equally likely. All chance comes from the generator, so the same seed keeps the same examples.
///
/// Class numbers may be any numbers, with gaps: a class is what occurs among the labels. No labels
/// give no positions.
///
/// Section 6.1 of the notebook.
public final class Ex61ClassBalance {
    private Ex61ClassBalance() {}

    /// @param labels the class number of each example, `(examples)`
    /// @param random where all chance comes from
    /// @return positions of the examples that are kept, ascending, each at most once
    public static int[] balanced(int[] labels, RandomGenerator random) {
        throw new ExerciseNotDone("Exercise 6.1: write balanced(int[], RandomGenerator)");
    }
}
