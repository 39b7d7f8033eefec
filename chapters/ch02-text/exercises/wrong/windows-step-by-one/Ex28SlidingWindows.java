import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

public final class Ex28SlidingWindows {
    public static int[][] inputs(int[] ids, int context, int stride) {
        return cut(ids, context, stride, 0);
    }

    public static int[][] targets(int[] ids, int context, int stride) {
        return cut(ids, context, stride, 1);
    }

    private static int[][] cut(int[] ids, int context, int stride, int shift) {
        if (context < 1 || stride < 1) {
            throw new IllegalArgumentException("context and stride must be at least 1, got "
                    + context + " and " + stride);
        }
        List<int[]> windows = new ArrayList<>();
        for (int i = 0; i < ids.length - context; i++) {
            windows.add(Arrays.copyOfRange(ids, i + shift, i + shift + context));
        }
        return windows.toArray(new int[0][]);
    }
}
