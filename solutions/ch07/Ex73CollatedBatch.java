import llm.tensor.CrossEntropy;

/// Exercise 7.3: rows of different lengths as a batch.
///
/// **Why.** The end token has two jobs: it says that a row is over, which is to be learned, and it
/// fills the rectangle, which is not. Both have the same id, so only the place tells them apart: a
/// row of n ids has its end as the target of place n − 1, and nothing to learn from place n on. An
/// end token within a row is content, and whoever looks for "the first end token" takes it for the
/// last. As attention looks back only, padding at the end disturbs no real token.
///
/// **Complexity.** O(batch · tokens) time and memory, of which padding is wasted: sorting rows by
/// length, or packing them (7.4), wastes less.
///
/// **Common mistakes.** Ignoring every end token, so that the model never learns to stop; counting
/// the padding, so that it learns mostly that; cutting before the shift, which loses a target.
public final class Ex73CollatedBatch {
    private Ex73CollatedBatch() {}

    public static int[][][] collate(int[][] rows, int end, int context) {
        int longest = 0;
        for (int[] row : rows) {
            longest = Math.max(longest, row.length);
        }
        int tokens = Math.min(longest, context);
        int[][] inputs = new int[rows.length][tokens];      // (batch, tokens)
        int[][] targets = new int[rows.length][tokens];     // (batch, tokens)
        for (int row = 0; row < rows.length; row++) {
            int[] ids = rows[row];
            for (int t = 0; t < tokens; t++) {
                inputs[row][t] = t < ids.length ? ids[t] : end;
                targets[row][t] = t + 1 < ids.length ? ids[t + 1]
                        : t + 1 == ids.length ? end : CrossEntropy.IGNORED;
            }
        }
        return new int[][][] {inputs, targets};             // (2, batch, tokens)
    }
}
