package llm.tensor;

import llm.tensor.backend.Indices;
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
        int index = x.shape().axis(axis);
        Indices position = positions(x, axis);
        Tensor y = largest(x, axis, position);
        return y.madeBy("max", g -> x.accumulate(to -> x.backend().rows().maxBackward(g.storage(),
                position, x.shape().elements(0, index), x.size(index),
                x.shape().elements(index + 1, x.rank()), to)), x);
    }

    /// Position of the largest value over one axis; the first of equal ones.
    /// Shapes: `(outer, n, inner)` → `(outer, inner)`, where `n` is the axis.
    public static IntTensor argmax(Tensor x, int axis) {
        Indices position = positions(x, axis);
        largest(x, axis, position);
        return IntTensor.of(position, x.shape().without(axis));
    }

    /// The `k` largest values of each row, the largest first, and where they were. They have no
    /// gradient.
    ///
    /// @param x `(..., n)`
    /// @param k from 1 to `n`
    public static TopK topK(Tensor x, int k) {
        if (x.rank() == 0 || k < 1 || k > x.size(-1)) {
            throw new IllegalArgumentException("k must be from 1 to the n of x (..., n), got " + k
                    + " for " + x.shape());
        }
        int rows = x.shape().elements(0, x.rank() - 1);
        Shape shape = x.shape().with(-1, k);
        Tensor y = Tensor.empty(shape, x.backend());
        Indices position = x.backend().memory().allocateIndices(rows * k);
        x.backend().rows().topK(x.storage(), rows, x.size(-1), k, y.storage(), position);
        return new TopK(y, IntTensor.of(position, shape));
    }

    /// @param values    `(..., k)`
    /// @param positions `(..., k)`, each in `[0, n)`
    public record TopK(Tensor values, IntTensor positions) {
    }

    private static Indices positions(Tensor x, int axis) {
        Shape shape = x.shape().without(axis);
        return x.backend().memory().allocateIndices(shape.elements(0, shape.rank()));
    }

    private static Tensor largest(Tensor x, int axis, Indices position) {
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
