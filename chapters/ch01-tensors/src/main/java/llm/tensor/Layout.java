package llm.tensor;

import java.util.Arrays;
import llm.tensor.backend.Backend;
import llm.tensor.backend.DType;
import llm.tensor.backend.ElementwiseKernels.Target;
import llm.tensor.backend.Storage;
import llm.tensor.backend.StridedView;

/// The same values in another arrangement.
public final class Layout {

    private Layout() {
    }

    /// The same values on another device. Backward: `g`, moved back. Shapes: `(...)` → `(...)`.
    static Tensor move(Tensor x, Backend device) {
        Tensor y = new Tensor(x.shape(), copy(x, device), false);
        return y.madeBy("to", g -> x.receive(g.to(x.backend())), x);
    }

    /// A copy of the values by way of the host.
    static Storage copy(Tensor x, Backend device) {
        float[] values = x.toArray();
        Storage copy = x.dtype() == DType.F32 ? device.memory().allocate(x.elements())
                : device.memory().allocate(x.size(0), x.size(1), x.dtype());
        device.memory().write(values, copy, 0);
        return copy;
    }

    /// Another shape of the same memory; one extent may be −1 and follows from the others.
    /// Backward: `g` in the old shape. Shapes: `(...)` → `shape`, with as many values.
    public static Tensor reshape(Tensor x, int... shape) {
        Shape target = complete(x.shape(), shape);
        Tensor y = x.shareAs(target);
        return y.madeBy("reshape", g -> x.receive(g.shareAs(x.shape())), x);
    }

    private static Shape complete(Shape from, int... shape) {
        int[] extents = shape.clone();
        long known = 1;
        int open = -1;
        for (int axis = 0; axis < extents.length; axis++) {
            if (extents[axis] == -1 && open < 0) {
                open = axis;
            } else {
                known *= extents[axis];
            }
        }
        if (open >= 0 && known > 0) {
            extents[open] = Math.toIntExact(from.elements() / known);
        }
        if (Arrays.stream(extents).anyMatch(e -> e < 0)
                || Shape.of(extents).elements() != from.elements()) {
            throw new IllegalArgumentException("reshape must keep the number of values ("
                    + from.elements() + " in " + from + "), got " + Arrays.toString(shape));
        }
        return Shape.of(extents);
    }

    /// Exchanges two axes. Backward: exchanges them in `g`.
    /// Shapes: with axes 0 and 2, `(a, b, c)` → `(c, b, a)`.
    public static Tensor transpose(Tensor x, int axis, int other) {
        int[] axes = new int[x.rank()];
        Arrays.setAll(axes, i -> i);
        axes[x.shape().axis(axis)] = x.shape().axis(other);
        axes[x.shape().axis(other)] = x.shape().axis(axis);
        return permute(x, axes);
    }

    /// `y[i₀, i₁, …] = x[…]` with axis `a` of `y` being axis `axes[a]` of `x`. Backward: the
    /// inverse permutation of `g`. Shapes: with axes 2, 0, 1, `(a, b, c)` → `(c, a, b)`.
    public static Tensor permute(Tensor x, int... axes) {
        int[] sorted = axes.clone();
        Arrays.sort(sorted);
        for (int i = 0; i < sorted.length || sorted.length != x.rank(); i++) {
            if (sorted.length != x.rank() || sorted[i] != i) {
                throw new IllegalArgumentException("axes must name each axis of " + x.shape()
                        + " once, got " + Arrays.toString(axes));
            }
        }
        int[] shape = Arrays.stream(axes).map(x::size).toArray();
        long[] from = x.shape().strides();
        long[] strides = Arrays.stream(axes).mapToLong(axis -> from[axis]).toArray();
        return view(x, "permute", 0, shape, strides);
    }

    /// Indices `from` (inclusive) to `to` (exclusive) of one axis. Backward: `g` at its place, 0
    /// around it. Shapes: `(outer, n, inner)` → `(outer, to − from, inner)`, where `n` is the axis.
    public static Tensor slice(Tensor x, int axis, int from, int to) {
        int extent = x.size(axis);
        if (from < 0 || to > extent || from > to) {
            throw new IllegalArgumentException("slice must satisfy 0 ≤ from ≤ to ≤ %d, got %d and %d"
                    .formatted(extent, from, to));
        }
        long[] strides = x.shape().strides();
        long offset = from * strides[x.shape().axis(axis)];
        return view(x, "slice", offset, x.shape().with(axis, to - from).toArray(), strides);
    }

    /// Repeats `x` along axes of extent 1 and along new axes in front. Backward: the sum over the
    /// repetitions. Shapes: `(...)` → `shape`, such as `(columns)` → `(rows, columns)`.
    public static Tensor broadcast(Tensor x, Shape shape) {
        if (x.shape().equals(shape)) {
            return x;
        }
        if (!Shape.broadcast(x.shape(), shape).equals(shape)) {
            throw new IllegalArgumentException(
                    "shape " + shape + " must be one that " + x.shape() + " stretches to");
        }
        long[] own = x.shape().strides();
        long[] strides = new long[shape.rank()];
        for (int i = 1; i <= x.rank(); i++) {
            strides[shape.rank() - i] = x.size(-i) == 1 ? 0 : own[x.rank() - i];
        }
        return view(x, "broadcast", 0, shape.toArray(), strides);
    }

    /// Reads a view of `x` into new memory. Backward: adds `g` to the view of the gradient.
    private static Tensor view(Tensor x, String name, long offset, int[] shape, long[] strides) {
        Tensor y = Tensor.empty(Shape.of(shape), x.backend());
        x.backend().memory().gather(new StridedView(x.storage(), offset, shape, strides),
                y.storage());
        return y.madeBy(name, g -> x.accumulate(to -> {
            if (!to.add()) {
                x.backend().memory().fill(to.storage(), 0f);
            }
            x.backend().memory().scatter(g.storage(),
                    new StridedView(to.storage(), offset, shape, strides), true);
        }), x);
    }

    /// Joins tensors along one axis; their other extents agree. Backward: each takes its slice.
    /// Shapes: `(outer, m, inner)` and `(outer, n, inner)` → `(outer, m + n, inner)`.
    public static Tensor concat(int axis, Tensor... tensors) {
        if (tensors.length == 0) {
            throw new IllegalArgumentException("concat must have a tensor or more, got none");
        }
        Tensor[] parts = tensors.clone();                    // the caller may fill the array again
        Tensor first = parts[0];
        int index = first.shape().axis(axis);
        int total = 0;
        for (Tensor part : parts) {
            if (!part.shape().with(index, 0).equals(first.shape().with(index, 0))) {
                throw new IllegalArgumentException("parts must agree on every axis but %d, got %s "
                        .formatted(axis, first.shape()) + "and " + part.shape());
            }
            total += part.size(index);
        }
        Tensor y = Tensor.empty(first.shape().with(index, total), first.backend());
        int from = 0;
        for (Tensor part : parts) {
            y.backend().memory().scatter(part.storage(), place(y, index, from, part), false);
            from += part.size(index);
        }
        return y.madeBy("concat", g -> concatBackward(g, index, parts), parts);
    }

    private static void concatBackward(Tensor g, int axis, Tensor... parts) {
        int from = 0;
        for (Tensor part : parts) {
            StridedView place = place(g, axis, from, part);
            part.accumulate(to -> g.backend().memory().gatherInto(place,
                    new Target(to.storage(), to.add())));
            from += part.size(axis);
        }
    }

    private static StridedView place(Tensor whole, int axis, int from, Tensor part) {
        long[] strides = whole.shape().strides();
        return new StridedView(whole.storage(), from * strides[axis], part.shape().toArray(),
                strides);
    }
}
