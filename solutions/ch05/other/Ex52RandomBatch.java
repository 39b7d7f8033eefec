import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/// With streams: all starts first, then the windows from these and from the places after them.
public final class Ex52RandomBatch {
    private Ex52RandomBatch() {}

    public static int[][][] batch(int[] ids, int batchSize, int context, IntUnaryOperator draw) {
        int places = ids.length - context;
        if (Math.min(Math.min(batchSize, context), places) < 1) {
            throw new IllegalArgumentException(("batchSize, context and places must be at least 1, "
                    + "got %d, %d and %d").formatted(batchSize, context, places));
        }
        int[] starts = IntStream.range(0, batchSize)
                .map(row -> draw.applyAsInt(places)).toArray();
        int[] next = IntStream.of(starts).map(start -> start + 1).toArray();
        return new int[][][] {windows(ids, starts, context), windows(ids, next, context)};
    }

    private static int[][] windows(int[] ids, int[] starts, int context) {
        return IntStream.of(starts)
                .mapToObj(start -> Arrays.copyOfRange(ids, start, start + context))
                .toArray(int[][]::new);
    }
}
