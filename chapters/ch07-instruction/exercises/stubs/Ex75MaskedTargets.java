import llm.exercise.ExerciseNotDone;
import llm.instruct.Masking;
import llm.instruct.PromptIds;

/// Exercise 7.5 ★★: which targets count. A model reads question and answer, and should learn the
/// answer.
///
/// A row is the ids of query, header and answer, and one `end` behind them. The target of each
/// place is the id of the next; the last id is a target only, so a row of n ids has n − 1 targets.
/// Those that are not to be learned become `CrossEntropy.IGNORED`, which is −100:
///
/// - `Masking.NOTHING` ignores none;
/// - `Masking.QUERY` ignores the targets that are ids of the query;
/// - `Masking.PROMPT` ignores the targets that are ids of the query or of the header.
///
/// All others count: the first id of the answer, which is the target of the *last* id of the
/// prompt, and the end token, even if the answer is empty. The query may be empty; prompt and
/// answer may hold the id `end`, which is masked by its place like any other. The row's first id is
/// nobody's target. For the query `{5, 6}`, the header `{7}`, the answer `{8, 9}` and 0 as end:
///
/// ```text
/// inputs            5    6    7    8    9
/// NOTHING           6    7    8    9    0
/// QUERY          −100    7    8    9    0
/// PROMPT         −100 −100    8    9    0
/// ```
///
/// Write it without `TrainingRow` and `PaddedBatch` of the library.
///
/// Section 7.6 of the notebook.
public final class Ex75MaskedTargets {
    private Ex75MaskedTargets() {}

    /// @param ids     query, header and answer; the header has an id or more
    /// @param end     the id that ends the answer
    /// @param masking what is not learned
    /// @return `(tokens)`, one less than the row has ids
    public static int[] targets(PromptIds ids, int end, Masking masking) {
        throw new ExerciseNotDone("Exercise 7.5: write targets(PromptIds, int, Masking)");
    }
}
