import java.util.List;
import java.util.Map;
import llm.exercise.ExerciseNotDone;

/// Exercise 2.6 ★: decoding ids. Ids become bytes, and bytes become text.
///
/// A byte-level vocabulary says which bytes a token has. Write two methods:
///
/// - `decode`: the text of all ids in a row.
/// - `pieces`: the text of each id by itself, as one looks at the pieces of an unknown word.
///
/// Bytes are read as UTF-8. What is no valid UTF-8 becomes U+FFFD, as
/// `new String(bytes, StandardCharsets.UTF_8)` does it: one U+FFFD for a byte that fits nowhere,
/// and one for the beginning of a character that breaks off. Refuse an id that is not in the
/// vocabulary with an `IllegalArgumentException`.
///
/// In GPT-2, 33901 has the bytes of `Ak`, 86 of `w`, and 343 of `ir`: the ids 33901, 86, 343, 86
/// have the pieces `Ak`, `w`, `ir`, `w`, and the text `Akwirw`. An owl, U+1F989, has the bytes
/// F0 9F A6 89, in GPT-2 the tokens 8582 (F0 9F), 99 (A6) and 231 (89): three pieces, each of them
/// U+FFFD, but the text is the owl.
///
/// Section 2.5 of the notebook.
public final class Ex26TokenDecoding {
    private Ex26TokenDecoding() {}

    /// @param vocabulary the bytes of each id
    /// @param ids        `(tokens)`, may be empty
    /// @return the text of all of them
    public static String decode(Map<Integer, byte[]> vocabulary, int[] ids) {
        throw new ExerciseNotDone("Exercise 2.6: write decode(Map, int[])");
    }

    /// @param vocabulary the bytes of each id
    /// @param ids        `(tokens)`, may be empty
    /// @return the text of each, `tokens` in number
    public static List<String> pieces(Map<Integer, byte[]> vocabulary, int[] ids) {
        throw new ExerciseNotDone("Exercise 2.6: write pieces(Map, int[])");
    }
}
