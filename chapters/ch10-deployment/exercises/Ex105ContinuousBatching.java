import llm.exercise.ExerciseNotDone;

/// Exercise 10.5 ★★★: continuous batching. A step of a model mostly consists of reading its
/// weights, so each step should serve as many texts as there are.
///
/// A server has some slots, one for each text that is being written. Its steps are numbered from 0,
/// and each of them does this:
///
/// 1. *Join.* Requests that have arrived, in this step or before, take free slots, those first that
///    come first in the list.
/// 2. *Read.* At most `block` tokens of prompts are read, of all slots together. Who joined first
///    is read first, and what is left of the block goes to the next one.
/// 3. *Write.* Each text whose prompt has been read, in this step or before, gets one token,
///    however much is read beside it.
/// 4. *Leave.* A text that has all of its tokens leaves. Its slot is free in the next step.
///
/// `continuous` returns for each request the steps in which its first and its last token are
/// written. `inBatches` does so for *static batching*: there, requests join only in a step in which
/// all slots are free, as many as there are slots and have arrived by then; all else is the same.
///
/// `tokensPerStep` is what a schedule yields: the tokens of all answers, divided by the number of
/// steps in which a token is written at all.
///
/// Take two slots, a block of 4, and three requests that arrive in step 0, with prompts of 4, 2 and
/// 3 tokens and answers of 3, 1 and 2:
///
/// ```text
/// step   continuous                              in batches
///  0     A reads 4 and writes                    A reads 4 and writes
///  1     A writes, B reads 2 and writes          A writes, B reads 2 and writes
///  2     A writes, C reads 3 and writes          A writes
///  3     C writes                                C reads 3 and writes
///  4                                             C writes
/// ```
///
/// The first schedule is `{{0, 2}, {1, 1}, {2, 3}}` and yields `6 / 4 = 1.5` tokens per step, the
/// second one `{{0, 2}, {1, 1}, {3, 4}}` and 1.2. There may be steps in which nothing is to be
/// done.
///
/// Section 10.5 of the notebook.
public final class Ex105ContinuousBatching {
    private Ex105ContinuousBatching() {}

    /// @param requests step of the arrival, tokens of the prompt and tokens of the answer of each,
    ///                 both at least 1, in the order of their arrival, `(requests, 3)`
    /// @param slots    texts that are written together, at least 1
    /// @param block    tokens of prompts that are read in a step, at least 1
    /// @return steps of the first and the last token, `(requests, 2)`
    public static int[][] continuous(int[][] requests, int slots, int block) {
        throw new ExerciseNotDone("Exercise 10.5: write continuous(int[][], int, int)");
    }

    /// @param requests as above, `(requests, 3)`
    /// @param slots    texts that are written together, at least 1
    /// @param block    tokens of prompts that are read in a step, at least 1
    /// @return steps of the first and the last token, `(requests, 2)`
    public static int[][] inBatches(int[][] requests, int slots, int block) {
        throw new ExerciseNotDone("Exercise 10.5: write inBatches(int[][], int, int)");
    }

    /// @param schedule steps of the first and the last token of one or more requests, which get a
    ///                 token in each step from the first to the last, `(requests, 2)`
    public static double tokensPerStep(int[][] schedule) {
        throw new ExerciseNotDone("Exercise 10.5: write tokensPerStep(int[][])");
    }
}
