package llm.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;
import llm.tensor.backend.DType;

/// The extents of a tensor's axes, such as `[2, 5, 768]`. A single number has the shape `[]`.
public final class Shape {
    private final int[] extents;

    private Shape(int[] extents) {
        this.extents = extents;
    }

    /// @throws IllegalArgumentException if an extent is negative, or the values are too many
    public static Shape of(int... extents) {
        double elements = 1;                                 // which does not wrap
        for (int extent : extents) {
            elements *= extent;
            if (extent < 0 || elements > 0x1p61) {
                throw new IllegalArgumentException("every extent must be 0 or more, and all values "
                        + "at most 2^61, got " + Arrays.toString(extents));
            }
        }
        return new Shape(extents.clone());
    }

    /// Number of axes.
    public int rank() {
        return extents.length;
    }

    /// Extent of an axis; −1 is the last one.
    ///
    /// @throws IllegalArgumentException if there is no such axis
    public int size(int axis) {
        return extents[axis(axis)];
    }

    /// The index of an axis that may be counted from the end.
    ///
    /// @throws IllegalArgumentException if there is no such axis
    public int axis(int axis) {
        int index = axis < 0 ? axis + rank() : axis;
        if (index < 0 || index >= rank()) {
            throw new IllegalArgumentException("axis must be in [%d, %d) for shape %s, got %d"
                    .formatted(-rank(), rank(), this, axis));
        }
        return index;
    }

    /// Number of values.
    public long elements() {
        long product = 1;
        for (int extent : extents) {
            product *= extent;
        }
        return product;
    }

    /// Number of values over axes `from` (inclusive) to `to` (exclusive).
    public int elements(int from, int to) {
        int product = 1;
        for (int axis = from; axis < to; axis++) {
            product = Math.multiplyExact(product, extents[axis]);
        }
        return product;
    }

    /// Number of rows, counting the last axis as a row's content.
    public int rows() {
        return elements(0, Math.max(0, rank() - 1));
    }

    /// The extents, as a copy.
    public int[] toArray() {
        return extents.clone();
    }

    /// The same shape with another extent on one axis.
    public Shape with(int axis, int extent) {
        int[] changed = extents.clone();
        changed[axis(axis)] = extent;
        return of(changed);
    }

    /// The shape without one axis.
    public Shape without(int axis) {
        int index = axis(axis);
        int[] rest = new int[rank() - 1];
        System.arraycopy(extents, 0, rest, 0, index);
        System.arraycopy(extents, index + 1, rest, index, rest.length - index);
        return of(rest);
    }

    /// Distance, in values, between neighbours along each axis of a row-major array.
    public long[] strides() {
        long[] strides = new long[rank()];
        long stride = 1;
        for (int axis = rank() - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= extents[axis];
        }
        return strides;
    }

    /// The shape that both shapes stretch to: axes are aligned at the end, and an extent of 1
    /// repeats.
    ///
    /// @throws IllegalArgumentException if two extents differ and neither is 1
    public static Shape broadcast(Shape a, Shape b) {
        int[] result = new int[Math.max(a.rank(), b.rank())];
        for (int i = 1; i <= result.length; i++) {
            int inA = i <= a.rank() ? a.size(-i) : 1;
            int inB = i <= b.rank() ? b.size(-i) : 1;
            if (inA != inB && inA != 1 && inB != 1) {
                throw new IllegalArgumentException("shapes must agree from the last axis on, or "
                        + "have 1 there, got " + a + " and " + b);
            }
            result[result.length - i] = inA == 1 ? inB : inA;
        }
        return of(result);
    }

    /// Where the value of an index stands among the values in row-major order.
    long offset(int... index) {
        if (index.length != rank()) {
            throw new IllegalArgumentException("an index into shape " + this + " must have "
                    + rank() + " numbers, got " + index.length);
        }
        long offset = 0;
        for (int axis = 0; axis < index.length; axis++) {
            if (index[axis] < 0 || index[axis] >= size(axis)) {
                throw new IllegalArgumentException("index must be in [0, %d) on axis %d, got %d"
                        .formatted(size(axis), axis, index[axis]));
            }
            offset = offset * size(axis) + index[axis];
        }
        return offset;
    }

    void requireElements(long values) {
        if (values != elements()) {
            throw new IllegalArgumentException("shape " + this + " must hold " + elements()
                    + " values, got " + values);
        }
    }

    void requireGiven(long values) {
        if (values != elements()) {
            throw new IllegalArgumentException("shape " + this + " must be given " + elements()
                    + " values, got " + values);
        }
    }

    void requireMatrix(DType dtype) {
        if (rank() != 2) {
            throw new IllegalArgumentException("only a matrix can be kept in " + dtype + ", got "
                    + this);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(extents, shape.extents);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(extents);
    }

    @Override
    public String toString() {
        return Arrays.stream(extents).mapToObj(Integer::toString)
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /// For values that are about to be copied to where values of this shape are.
    ///
    /// @throws IllegalArgumentException if they have another shape
    public void requireSame(String name, Shape stored) {
        if (!equals(stored)) {
            throw new IllegalArgumentException("%s must be %s, got %s".formatted(name, this, stored));
        }
    }
}
