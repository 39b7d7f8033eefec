/// Exercise 1.5: the gradient of a broadcast.
///
/// **Why.** A number that is broadcast is a number that is used many times, and a number used many
/// times adds up what comes back: what `+=` does in autograd, a sum over axes does for arrays. The
/// bias of a layer is the case met most often; its gradient is the sum over rows.
///
/// **Complexity.** O(elements of `g` · rank). A place in `to` is found as a place in memory always
/// is, by index times stride, only that a repeated axis has the stride 0.
///
/// **Common mistakes.** Aligning shapes at their first axes; keeping one copy's slope (`=` instead
/// of `+=`); a mean over the copies.
public final class Ex15BroadcastGradient {
    private Ex15BroadcastGradient() {}

    public static float[] sumTo(float[] g, int[] from, int[] to) {
        int[] strides = strides(from, to);
        int count = 1;
        for (int extent : to) {
            count *= extent;
        }
        float[] sums = new float[count];                    // to
        for (int at = 0; at < g.length; at++) {
            int rest = at;
            int place = 0;
            for (int axis = from.length - 1; axis >= 0; axis--) {
                place += rest % from[axis] * strides[axis];
                rest /= from[axis];
            }
            sums[place] += g[at];
        }
        return sums;
    }

    /// How far one step along each axis of `from` leads in `to`: not at all where it repeats.
    private static int[] strides(int[] from, int[] to) {
        int added = from.length - to.length;                // axes that `to` does not have
        if (added < 0) {
            throw new IllegalArgumentException("to must have at most %d axes, got %d".formatted(
                    from.length, to.length));
        }
        int[] strides = new int[from.length];
        int stride = 1;
        for (int axis = from.length - 1; axis >= added; axis--) {
            int extent = to[axis - added];
            if (extent != 1 && extent != from[axis]) {
                throw new IllegalArgumentException("an extent of to must be 1 or %d, got %d"
                        .formatted(from[axis], extent));
            }
            strides[axis] = extent == 1 ? 0 : stride;
            stride *= extent;
        }
        return strides;
    }
}
