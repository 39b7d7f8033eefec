import llm.exercise.ExerciseNotDone;

/// Exercise 10.4 ★: characters across tokens. A token is a row of bytes, and may end within a
/// character. What is shown cannot be taken back, so a character is shown when it is whole.
///
/// An object shows one text. `feed` takes the bytes of the next token and returns what can be shown
/// now: all characters that are complete, and none that is not. `finish` is called once, when no
/// token follows, and returns U+FFFD, one `\uFFFD`, if a character has begun and not ended, else
/// the empty text.
///
/// The bytes are those of a text in UTF-8, cut anywhere; only its last character may be incomplete.
/// The first byte of a character tells how many it has:
///
/// ```text
/// first byte          bytes    the others are all from 0x80 to 0xBF
/// 0x00 to 0x7F          1
/// 0xC0 to 0xDF          2
/// 0xE0 to 0xEF          3
/// 0xF0 to 0xF7          4
/// ```
///
/// An `é` has the bytes C3 A9, an owl, U+1F989, has F0 9F A6 89. In Java a byte such as C3 is
/// negative; `b & 0xFF` is what is meant.
///
/// ```text
/// feed({'c', 'a', 'f', C3})  → "caf"      feed({A6})   → ""
/// feed({A9, F0, 9F})         → "é"        feed({89})   → "🦉"
/// finish()                   → "" here, and "\uFFFD" if 89 had not come
/// ```
///
/// Write it without `StreamingDecoder` of the library.
///
/// Section 10.4 of the notebook.
public final class Ex104WholeCharacters {
    public Ex104WholeCharacters() {
        throw new ExerciseNotDone("Exercise 10.4: write Ex104WholeCharacters()");
    }

    /// @param bytes of a token, `(bytes)`, may be none
    /// @return characters that are complete now
    public String feed(byte[] bytes) {
        throw new ExerciseNotDone("Exercise 10.4: write feed(byte[])");
    }

    /// @return what is left at the end
    public String finish() {
        throw new ExerciseNotDone("Exercise 10.4: write finish()");
    }
}
