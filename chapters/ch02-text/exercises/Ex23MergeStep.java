import java.util.List;
import java.util.Map;
import llm.exercise.ExerciseNotDone;

/// Exercise 2.3 ★★: one merge step of byte-pair encoding. Count the pairs of neighbours, choose the
/// most frequent pair, and join it.
///
/// A token is a byte string, written as a `String` in which each char is one byte, U+0000 to
/// U+00FF. A word is a list of tokens, a pair a list of two.
///
/// - `countPairs`: each place where two tokens are neighbours in a word adds the count of that word
///   to their pair. Places may overlap: `a a a` holds the pair `a a` twice.
/// - `mostFrequent`: the pair with the highest count. Of equal counts, the greater pair wins, byte
///   by byte: the greater left token and, where the left ones are equal, the greater right token
///   (`String.compareTo`). This is the rule of Stanford's CS336, assignment 1; the notebook's lets
///   the lower id win. Each is right, if training and its check agree.
/// - `merge`: joins the pair wherever it stands in a word, from left to right. Places that are
///   joined do not overlap: `a a a` becomes `aa a`.
///
/// From the words `s i n g` (4 times), `r i n g` (3) and `w i n` (1), the counts are `s i` 4,
/// `i n` 8, `n g` 7, `r i` 3, `w i` 1. The most frequent pair is `i n`, and `s i n g` becomes
/// `s in g`. In the counts `i n` 5, `n g` 5, `n e` 5, the pair `n g` wins.
///
/// Section 2.3 of the notebook.
public final class Ex23MergeStep {
    private Ex23MergeStep() {}

    /// @param words the tokens of each word, with the count of the word
    /// @return the count of each pair that occurs
    public static Map<List<String>, Integer> countPairs(Map<List<String>, Integer> words) {
        throw new ExerciseNotDone("Exercise 2.3: write countPairs(Map)");
    }

    /// @param counts at least one pair with its count, in any order
    /// @return two tokens
    public static List<String> mostFrequent(Map<List<String>, Integer> counts) {
        throw new ExerciseNotDone("Exercise 2.3: write mostFrequent(Map)");
    }

    /// @param tokens a word, may be empty
    /// @param pair   two tokens
    /// @return the tokens of the word after the merge
    public static List<String> merge(List<String> tokens, List<String> pair) {
        throw new ExerciseNotDone("Exercise 2.3: write merge(List, List)");
    }
}
