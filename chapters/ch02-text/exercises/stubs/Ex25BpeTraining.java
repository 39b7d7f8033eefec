import java.util.List;
import llm.exercise.ExerciseNotDone;

/// Exercise 2.5 ★★★: training byte-pair encoding. From a text to its merges.
///
/// 1. Cut the text into pieces: the matches of the expression ` ?\S+|\s+`, one behind the other. A
///    piece is a run of other characters with at most one space before it, or a run of white space.
/// 2. A piece is a word of bytes: its UTF-8 bytes, each a token. Byte strings are written as in
///    exercise 2.3: each char of a `String` is one byte, so `é` is the two chars U+00C3 U+00A9.
/// 3. Count the pairs of neighbours within the pieces, a piece that repeats as often as it does.
///    Take the most frequent pair; of equal counts the greater left token wins, then the greater
///    right token. Join it in all pieces, from left to right. That is one merge.
/// 4. Repeat until there are `merges` of them, or until no piece has two tokens left.
///
/// From `sing sing sing sing ring ring ring singer singer linger` the first four merges are `n g`
/// (10 times, as `i n`, but greater), `i ng`, `s ing`, and the space with `sing`: 5 times, for the
/// first `sing` has no space before it. From `ab`, whatever is asked for, the only one is `a b`.
/// No pair ever lies across two pieces.
///
/// Section 2.4 of the notebook.
public final class Ex25BpeTraining {
    private Ex25BpeTraining() {}

    /// @param text   may be empty
    /// @param merges the most merges to learn, at least 0
    /// @return lists of two tokens, in the order in which they were learned
    public static List<List<String>> train(String text, int merges) {
        throw new ExerciseNotDone("Exercise 2.5: write train(String, int)");
    }
}
