import llm.exercise.ExerciseNotDone;

/// Exercise 8.9 ★★: rules as rewards. A model that reasons writes its thoughts first, between tags,
/// and then its answer: `<think>7 is larger than 3</think> 3 7`. Two rules judge such a text; what
/// they leave open, a policy will find.
///
/// `format` gives 1 if the whole text, except for white space at its ends, is `<think>`, thoughts,
/// `</think>` and an answer, each tag being there exactly once, and neither thoughts nor answer
/// being empty or only white space. All of them may go over several lines. Else it gives 0.
///
/// `answer` gives 1 if what stands behind the last `</think>`, except for white space at its ends,
/// is the right answer, letter by letter; 0 if it is anything else or if there is no `</think>`. It
/// does not look at the format otherwise.
///
/// `reward` is the answer's plus `formatWeight` times the format's. Where `3 7` is right and
/// `formatWeight` is 0.2:
///
///     <think>7 is larger than 3</think> 3 7      format 1, answer 1, reward 1.2
///     <think>3 7 it must be</think> 7 3          format 1, answer 0, reward 0.2
///     <think></think> 3 7                        format 0, answer 1, reward 1
///     3 7                                        format 0, answer 0, reward 0
///
/// Section 8.7 of the notebook.
public final class Ex89RuleRewards {
    private Ex89RuleRewards() {}

    /// @param text what the model has written
    /// @return 1 or 0
    public static double format(String text) {
        throw new ExerciseNotDone("Exercise 8.9: write format(String)");
    }

    /// @param text  what the model has written
    /// @param right the right answer, without white space at its ends
    /// @return 1 or 0
    public static double answer(String text, String right) {
        throw new ExerciseNotDone("Exercise 8.9: write answer(String, String)");
    }

    /// @param text         what the model has written
    /// @param right        the right answer, without white space at its ends
    /// @param formatWeight what the format is worth beside the answer
    public static double reward(String text, String right, double formatWeight) {
        throw new ExerciseNotDone("Exercise 8.9: write reward(String, String, double)");
    }
}
