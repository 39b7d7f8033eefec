import java.util.Arrays;

/// Exercise 2.8: sliding windows.
///
/// **Why.** The answer to each id is the id behind it, so targets are the same windows one place
/// further, and a window needs one id more than its context. With the stride equal to the context
/// each id is predicted once; a smaller stride shows it with pasts of several lengths.
///
/// **Complexity.** O(windows · context) ids are copied. The library keeps the row and cuts a window
/// only when a batch asks for it.
///
/// **Common mistakes.** A last window without its last target, which `copyOfRange` fills with 0;
/// one window too few where all fits exactly; targets that begin behind the whole window.
public final class Ex28SlidingWindows {
    private Ex28SlidingWindows() {}

    public static int[][] inputs(int[] ids, int context, int stride) {
        return windows(ids, context, stride, 0);
    }

    public static int[][] targets(int[] ids, int context, int stride) {
        return windows(ids, context, stride, 1);
    }

    private static int[][] windows(int[] ids, int context, int stride, int shift) {
        if (context < 1 || stride < 1) {
            throw new IllegalArgumentException(
                    "context and stride must be at least 1, got context=%d, stride=%d"
                            .formatted(context, stride));
        }
        int windows = ids.length <= context ? 0 : (ids.length - context - 1) / stride + 1;
        int[][] rows = new int[windows][];                  // (windows, context)
        for (int window = 0; window < windows; window++) {
            int start = window * stride + shift;
            rows[window] = Arrays.copyOfRange(ids, start, start + context);
        }
        return rows;
    }
}
