package llm.tensor;

import java.util.Arrays;
import llm.tensor.backend.StridedView;

/// Sums, means and largest values.
public final class Reduction {

    private Reduction() {
    }

    /// `y = Σ x`, shapes `(...)` → `()`. Backward: every `dL/dxᵢ = g`.
    public static Tensor sum(Tensor x) {
        Tensor y = Tensor.empty(Shape.of(), x.backend());
        x.backend().rows().sum(x.storage(), 1, Math.toIntExact(x.elements()), 1, y.storage(),
                false);
        return y.madeBy("sum", g -> x.accumulate(to -> x.backend().memory().gatherInto(
                repeat(g, x.shape().toArray(), new long[x.rank()]), to)), x);
    }

    /// `y = Σ x / n`, shapes `(...)` → `()`. Backward: every `dL/dxᵢ = g / n`.
    public static Tensor mean(Tensor x) {
        return sum(x).mul(1.0 / x.elements());
    }

    /// Sum over one axis, which disappears. Backward: `g` repeated along it.
    /// Shapes: `(outer, n, inner)` → `(outer, inner)`, where `n` is the axis.
    public static Tensor sum(Tensor x, int axis) {
        int index = x.shape().axis(axis);
        int outer = x.shape().elements(0, index);
        int inner = x.shape().elements(index + 1, x.rank());
        Tensor y = Tensor.empty(x.shape().without(index), x.backend());
        x.backend().rows().sum(x.storage(), outer, x.size(index), inner, y.storage(), false);
        return y.madeBy("sum", g -> x.accumulate(to -> x.backend().memory().gatherInto(
                repeat(g, x.shape().toArray(), stridesWith(g.shape(), index)), to)), x);
    }

    /// Mean over one axis, which disappears. Backward: `g / n` repeated along it.
    /// Shapes: `(outer, n, inner)` → `(outer, inner)`, where `n` is the axis.
    public static Tensor mean(Tensor x, int axis) {
        return sum(x, axis).mul(1.0 / x.size(axis));
    }

    /// Largest value over one axis, which disappears. Backward: `g` goes to where it stood.
    /// Shapes: `(outer, n, inner)` → `(outer, inner)`, where `n` is the axis.
    public static Tensor max(Tensor x, int axis) {
        int[] position = new int[x.shape().without(axis).elements(0, x.rank() - 1)];
        Tensor y = largest(x, axis, position);
        return y.madeBy("max", g -> x.accumulate(to -> {
            Tensor gx = Tensor.empty(x.shape(), x.backend());
            scatterToPositions(g, gx, x.shape().axis(axis), position);
            x.backend().elementwise().scale(gx.storage(), 1f, 0f, to.storage(), to.add());
        }), x);
    }

    /// Position of the largest value over one axis; the first of equal ones.
    /// Shapes: `(outer, n, inner)` → `(outer, inner)`, where `n` is the axis.
    public static IntTensor argmax(Tensor x, int axis) {
        Shape shape = x.shape().without(axis);
        int[] position = new int[shape.elements(0, shape.rank())];
        largest(x, axis, position);
        return IntTensor.of(position, shape.toArray());
    }

    private static Tensor largest(Tensor x, int axis, int[] position) {
        int index = x.shape().axis(axis);
        if (x.size(index) == 0) {
            throw new IllegalArgumentException("the axis of a largest value must have 1 value or "
                    + "more, got axis " + axis + " of " + x.shape());
        }
        int outer = x.shape().elements(0, index);
        int inner = x.shape().elements(index + 1, x.rank());
        Tensor y = Tensor.empty(x.shape().without(index), x.backend());
        x.backend().rows().max(x.storage(), outer, x.size(index), inner, y.storage(), position);
        return y;
    }

    /// Moves the axis to the end, where it is a row in which one value is picked.
    private static void scatterToPositions(Tensor g, Tensor gx, int axis, int[] position) {
        int n = gx.size(axis);
        int inner = gx.shape().elements(axis + 1, gx.rank());
        int[] flat = new int[position.length];
        Arrays.setAll(flat, i -> (i / inner * n + position[i]) * inner + i % inner);
        float[] values = g.toArray();
        float[] result = new float[Math.toIntExact(gx.elements())];
        for (int i = 0; i < flat.length; i++) {
            result[flat[i]] = values[i];
        }
        gx.backend().memory().write(result, gx.storage(), 0);
    }

    private static StridedView repeat(Tensor g, int[] shape, long[] strides) {
        return new StridedView(g.storage(), 0, shape, strides);
    }

    /// Strides of a shape with one more axis at `axis` along which nothing changes.
    private static long[] stridesWith(Shape shape, int axis) {
        long[] strides = shape.strides();
        long[] result = new long[strides.length + 1];
        System.arraycopy(strides, 0, result, 0, axis);
        System.arraycopy(strides, axis, result, axis + 1, strides.length - axis);
        return result;
    }
}
