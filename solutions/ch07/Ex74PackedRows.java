import java.util.Arrays;

/// Exercise 7.4: packing.
///
/// **Why.** A batch that is padded to its longest row is often half empty. Packed rows are nearly
/// full, but now examples are neighbours, and three things must hide that: the mask, which is made
/// of a triangle for each example along the diagonal, so that an answer never depends on a
/// stranger's question; the positions, which begin again, as they will when the model is asked; and
/// the targets, among which the first id of an example must not be what its neighbour predicts
/// (mask the first id of each segment, as 7.5 does for prompts).
///
/// **Complexity.** First fit compares each example with all rows, O(examples · rows), beside
/// O(tokens) for each row; the mask is O(tokens²). Fast kernels take the segments' borders instead.
///
/// **Common mistakes.** A causal mask and nothing else; positions that run on; looking only at the
/// last row for room; a padding that sees nothing, whose softmax is 0/0.
public final class Ex74PackedRows {
    private Ex74PackedRows() {}

    public static int[][][] pack(int[][] examples, int tokens, int padding) {
        int most = examples.length;
        int[][] ids = new int[most][tokens];
        int[][] segments = new int[most][tokens];
        int[][] positions = new int[most][tokens];
        int[] used = new int[most];
        int[] count = new int[most];
        int rows = 0;
        for (int[] example : examples) {
            requireFits(example, tokens);
            int row = 0;
            while (used[row] + example.length > tokens) {
                row++;
            }
            rows = Math.max(rows, row + 1);
            count[row]++;
            for (int i = 0; i < example.length; i++) {
                int place = used[row]++;
                ids[row][place] = example[i];
                segments[row][place] = count[row];
                positions[row][place] = i;
            }
        }
        for (int row = 0; row < rows; row++) {
            Arrays.fill(ids[row], used[row], tokens, padding);
        }
        return new int[][][] {Arrays.copyOf(ids, rows), Arrays.copyOf(segments, rows),
            Arrays.copyOf(positions, rows)};                // (3, rows, tokens)
    }

    private static void requireFits(int[] example, int tokens) {
        if (example.length > tokens) {
            throw new IllegalArgumentException("an example must have at most tokens=%d ids, got %d"
                    .formatted(tokens, example.length));
        }
    }

    public static boolean[][] mask(int[] segments) {
        int tokens = segments.length;
        boolean[][] mask = new boolean[tokens][tokens];     // (tokens, tokens)
        for (int query = 0; query < tokens; query++) {
            for (int key = 0; key <= query; key++) {
                mask[query][key] = segments[key] == segments[query];
            }
        }
        return mask;
    }
}
