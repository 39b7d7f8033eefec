import llm.exercise.ExerciseNotDone;

/// Exercise 7.8 ★★: exact match and F1. How right is a free answer? Either it is the wanted one, up
/// to what does not matter, or it has some of its words.
///
/// `normalize` takes away what does not matter, in four steps: all letters become small
/// (`Locale.ROOT`); each of the 32 ASCII punctuation characters, `\p{Punct}`, is deleted, with
/// nothing in its place; the words `a`, `an` and `the` are deleted; white space at the ends is
/// deleted, and any other run of it becomes one space. `The well-known,  old  Oak!` becomes
/// `wellknown old oak`.
///
/// `exactMatch` tells whether two texts are the same, once normalized.
///
/// `f1` compares the words of two normalized texts, whatever their order. A word that stands twice
/// in both is shared twice, one that stands twice in one and once in the other is shared once:
///
/// ```text
/// precision = shared / words of the answer      recall = shared / words of the truth
/// F1 = 2 · precision · recall / (precision + recall)
/// ```
///
/// The answer `the old, old grey boat` and the truth `An old boat` share `old` and `boat`: of 4
/// words and of 2, so the precision is 0.5, the recall 1, and F1 = 2/3. With no shared word F1 is
/// 0; if neither text has a word left, it is 1.
///
/// Section 7.9 of the notebook.
public final class Ex78AnswerScores {
    private Ex78AnswerScores() {}

    /// @return what is compared
    public static String normalize(String text) {
        throw new ExerciseNotDone("Exercise 7.8: write normalize(String)");
    }

    /// @param answer what the model wrote
    /// @param truth  what it should have written
    public static boolean exactMatch(String answer, String truth) {
        throw new ExerciseNotDone("Exercise 7.8: write exactMatch(String, String)");
    }

    /// @param answer what the model wrote
    /// @param truth  what it should have written
    /// @return from 0 to 1
    public static double f1(String answer, String truth) {
        throw new ExerciseNotDone("Exercise 7.8: write f1(String, String)");
    }
}
