public final class Ex15BroadcastGradient {
    private Ex15BroadcastGradient() {}

    public static float[] sumTo(float[] g, int[] from, int[] to) {
        int[] strides = strides(from, to);
        int count = 1;
        for (int extent : to) {
            count *= extent;
        }
        float[] sums = new float[count];
        for (int at = 0; at < g.length; at++) {
            int rest = at;
            int place = 0;
            for (int axis = from.length - 1; axis >= 0; axis--) {
                place += rest % from[axis] * strides[axis];
                rest /= from[axis];
            }
            sums[place] = g[at];
        }
        return sums;
    }

    private static int[] strides(int[] from, int[] to) {
        int added = from.length - to.length;
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
