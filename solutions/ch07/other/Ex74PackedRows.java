import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// First which examples share a row, then each of the three tables from that, by streams.
public final class Ex74PackedRows {
    private Ex74PackedRows() {}

    public static int[][][] pack(int[][] examples, int tokens, int padding) {
        if (Arrays.stream(examples).anyMatch(example -> example.length > tokens)) {
            throw new IllegalArgumentException("every example must have at most " + tokens
                    + " ids, got a longer one");
        }
        List<List<int[]>> rows = new ArrayList<>();
        for (int[] example : examples) {
            rows.stream().filter(row -> length(row) + example.length <= tokens).findFirst()
                    .orElseGet(() -> {
                        rows.add(new ArrayList<>());
                        return rows.getLast();
                    }).add(example);
        }
        int[][] ids = rows.stream().map(row -> filled(row.stream().flatMapToInt(Arrays::stream),
                tokens, padding)).toArray(int[][]::new);
        int[][] segments = rows.stream().map(row -> filled(IntStream.range(0, row.size())
                .flatMap(i -> Arrays.stream(row.get(i)).map(_ -> i + 1)), tokens, 0))
                .toArray(int[][]::new);
        int[][] positions = rows.stream().map(row -> filled(row.stream()
                .flatMapToInt(example -> IntStream.range(0, example.length)), tokens, 0))
                .toArray(int[][]::new);
        return new int[][][] {ids, segments, positions};
    }

    private static int length(List<int[]> row) {
        return row.stream().mapToInt(example -> example.length).sum();
    }

    private static int[] filled(IntStream values, int tokens, int free) {
        return IntStream.concat(values, IntStream.generate(() -> free)).limit(tokens).toArray();
    }

    public static boolean[][] mask(int[] segments) {
        boolean[][] mask = new boolean[segments.length][segments.length];
        for (int query = 0; query < segments.length; query++) {
            int first = query;
            while (first >= 0 && segments[first] == segments[query]) {
                mask[query][first--] = true;
            }
        }
        return mask;
    }
}
