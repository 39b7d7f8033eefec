import java.util.stream.IntStream;

/// With streams: the starts of the windows, then the ids of each.
public final class Ex28SlidingWindows {
    private Ex28SlidingWindows() {}

    public static int[][] inputs(int[] ids, int context, int stride) {
        if (context < 1) {
            throw new IllegalArgumentException("context must be at least 1, got " + context);
        }
        if (stride < 1) {
            throw new IllegalArgumentException("stride must be at least 1, got " + stride);
        }
        return IntStream.iterate(0, start -> start + context < ids.length, start -> start + stride)
                .mapToObj(start -> IntStream.range(start, start + context).map(i -> ids[i])
                        .toArray())
                .toArray(int[][]::new);
    }

    public static int[][] targets(int[] ids, int context, int stride) {
        int windows = inputs(ids, context, stride).length;
        return IntStream.range(0, windows).map(window -> window * stride + 1)
                .mapToObj(start -> IntStream.range(start, start + context).map(i -> ids[i])
                        .toArray())
                .toArray(int[][]::new);
    }
}
