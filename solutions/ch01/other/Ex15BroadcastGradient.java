import llm.tensor.Tensor;

/// With tensors: one axis after the other is summed over, from the last to the first.
public final class Ex15BroadcastGradient {
    private Ex15BroadcastGradient() {}

    public static float[] sumTo(float[] g, int[] from, int[] to) {
        int added = from.length - to.length;
        if (added < 0) {
            throw new IllegalArgumentException("to must have at most as many axes as from, got "
                    + to.length + " for " + from.length);
        }
        Tensor sums = Tensor.of(g, from);
        for (int axis = from.length - 1; axis >= 0; axis--) {
            int extent = axis < added ? 1 : to[axis - added];
            if (extent != 1 && extent != from[axis]) {
                throw new IllegalArgumentException("to must have 1 or " + from[axis]
                        + " at its place of axis " + axis + ", got " + extent);
            }
            if (extent == 1) {
                sums = sums.sum(axis);
            }
        }
        return sums.toArray();
    }
}
