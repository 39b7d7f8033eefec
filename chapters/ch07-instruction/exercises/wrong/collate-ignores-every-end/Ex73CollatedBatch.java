import llm.tensor.CrossEntropy;

public final class Ex73CollatedBatch {
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
                int next = t + 1 < ids.length ? ids[t + 1] : end;
                targets[row][t] = next == end ? CrossEntropy.IGNORED : next;
            }
        }
        return new int[][][] {inputs, targets};             // (2, batch, tokens)
    }
}
