import java.util.List;
import llm.exercise.ExerciseNotDone;

/// Exercise 2.1 ★: words and punctuation marks. The simplest tokens of a text are its words and the
/// marks between them.
///
/// Cut a text into tokens, in order. Each of the marks `, . : ; ? _ ! " ( ) '` is a token, and so
/// is the dash `--`. White space (spaces, tabs, line breaks) divides and is no token itself. What
/// is left between marks, dashes and white space are the words; a single `-` belongs to its word.
/// No token is empty, and a text without any gives an empty list.
///
/// `"No," said well-read Ivy--and ran.` becomes the eleven tokens
/// `"`, `No`, `,`, `"`, `said`, `well-read`, `Ivy`, `--`, `and`, `ran`, `.`
///
/// Write it without `WordTokenizer` of the library; `java.util.regex` is welcome.
///
/// Section 2.1 of the notebook.
public final class Ex21WordTokens {
    private Ex21WordTokens() {}

    /// @return the words, marks and dashes of the text in order
    public static List<String> words(String text) {
        throw new ExerciseNotDone("Exercise 2.1: write words(String)");
    }
}
