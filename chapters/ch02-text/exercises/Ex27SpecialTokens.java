import java.util.List;
import llm.exercise.ExerciseNotDone;

/// Exercise 2.7 ★★: cutting special tokens out of a text. Before a text is cut into pieces, the
/// special tokens that the caller allows are found in it.
///
/// Return the parts of the text in order: each allowed token that stands in it, and each text
/// between two of them, before the first and behind the last. No part is empty, and all parts in a
/// row are the text.
///
/// The text is read from the left: the next token is the one that begins first. Where several begin
/// at the same place, the longest is taken; the next search begins behind it. The allowed tokens
/// come in any order, may begin the same way, and may hold any characters; none is empty. What is
/// not allowed is plain text, whatever it looks like.
///
/// With `<|endoftext|>` and `<|endoftext|><|endoftext|>` allowed,
/// `A<|endoftext|><|endoftext|>B<|endoftext|>` has the parts `A`, `<|endoftext|><|endoftext|>`,
/// `B`, `<|endoftext|>`. With `<|pad|>` alone allowed, the text is one part.
///
/// Section 2.6 of the notebook.
public final class Ex27SpecialTokens {
    private Ex27SpecialTokens() {}

    /// @param text    may be empty, and then has no parts
    /// @param allowed the special tokens to be found, may be none
    /// @return special tokens and plain texts
    public static List<String> split(String text, List<String> allowed) {
        throw new ExerciseNotDone("Exercise 2.7: write split(String, List)");
    }
}
