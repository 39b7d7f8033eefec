import java.util.Arrays;

public final class Ex74PackedRows {
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
            int row = Math.max(0, rows - 1);
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
