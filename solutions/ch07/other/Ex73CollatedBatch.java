import java.util.Arrays;
import llm.tensor.CrossEntropy;

/// Whole rows at once, by copying and filling; the targets are filled from the row's length on.
public final class Ex73CollatedBatch {
    private Ex73CollatedBatch() {}

    public static int[][][] collate(int[][] rows, int end, int context) {
        int longest = Arrays.stream(rows).mapToInt(row -> row.length).max().orElseThrow();
        int[][] inputs = Arrays.stream(rows)
                .map(row -> Arrays.copyOf(padded(row, longest, end), Math.min(longest, context)))
                .toArray(int[][]::new);
        int[][] targets = Arrays.stream(rows).map(row -> {
            int[] shifted = Arrays.copyOfRange(padded(row, longest + 1, end), 1, longest + 1);
            Arrays.fill(shifted, row.length, longest, CrossEntropy.IGNORED);
            return Arrays.copyOf(shifted, Math.min(longest, context));
        }).toArray(int[][]::new);
        return new int[][][] {inputs, targets};
    }

    private static int[] padded(int[] row, int length, int padding) {
        int[] padded = Arrays.copyOf(row, length);
        Arrays.fill(padded, row.length, length, padding);
        return padded;
    }
}
