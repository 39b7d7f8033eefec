import java.util.List;
import llm.exercise.ExerciseNotDone;

/// Exercise 2.4 ★★: encoding a word by the ranks of its pairs. What training has learned is a list
/// of merges; encoding applies them to a new word.
///
/// The **rank** of a merge is its place in the list. Begin with the single bytes of the word. As
/// long as some pair of neighbours is a merge, join the pair of the lowest rank, the leftmost of
/// equals. A joined token may be half of the next pair. Return the tokens that are left.
///
/// Byte strings are written as in exercise 2.3: each char of a `String` is one byte.
///
/// With the merges `i n`, `in g`, `s ing`, `e r`, `r ing` the word `singer` becomes `sing er`, and
/// `ringer` becomes `ring er`. With `b c`, `a b` the word `abc` becomes `a bc`: the merge that was
/// learned first goes first, though the other stands further left. An empty word has no tokens.
///
/// The merges differ and are in the order of training: each half is a byte or the result of an
/// earlier merge, and no two results are equal.
///
/// Section 2.3 of the notebook.
public final class Ex24MergeRanks {
    private Ex24MergeRanks() {}

    /// @param word   bytes
    /// @param merges lists of two tokens, the lowest rank first
    /// @return the tokens of the word
    public static List<String> encode(String word, List<List<String>> merges) {
        throw new ExerciseNotDone("Exercise 2.4: write encode(String, List)");
    }
}
