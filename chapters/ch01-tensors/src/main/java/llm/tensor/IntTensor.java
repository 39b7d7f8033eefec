package llm.tensor;

import java.util.Arrays;
import llm.tensor.backend.Backend;
import llm.tensor.backend.Indices;
import org.jspecify.annotations.Nullable;

/// Whole numbers with a shape: token ids, targets, positions. They index and are never
/// differentiated. A device gets its copy when it first needs them.
public final class IntTensor {
    private final Shape shape;
    private final Indices source;
    private volatile @Nullable Copy copy;                    // the last device's

    private record Copy(Backend device, Indices indices) {
    }

    private IntTensor(Shape shape, Indices source) {
        if (shape.elements() != source.count()) {
            throw new IllegalArgumentException("shape " + shape + " must hold "
                    + shape.elements() + " values, got " + source.count());
        }
        this.shape = shape;
        this.source = source;
    }

    /// What a kernel has written, row-major in `shape`.
    static IntTensor of(Indices indices, Shape shape) {
        return new IntTensor(shape, indices);
    }

    /// Row-major values in `shape`. The array is used as it is, not copied, and must not change any
    /// more.
    ///
    /// @throws IllegalArgumentException if their number does not fit the shape
    public static IntTensor of(int[] values, int... shape) {
        return new IntTensor(Shape.of(shape), Indices.onHost(values));
    }

    /// Rows of equal length, `(rows, columns)`.
    ///
    /// @throws IllegalArgumentException if the rows differ in length
    public static IntTensor of(int[][] rows) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        for (int[] row : rows) {
            if (row.length != columns) {
                throw new IllegalArgumentException("rows must have one length, got " + columns
                        + " and " + row.length);
            }
        }
        return of(Arrays.stream(rows).flatMapToInt(Arrays::stream).toArray(), rows.length, columns);
    }

    public Shape shape() {
        return shape;
    }

    /// Extent of an axis; −1 is the last one.
    public int size(int axis) {
        return shape.size(axis);
    }

    /// The row-major values themselves, not a copy; waits if a device still makes them.
    public int[] values() {
        return source.values();
    }

    /// The values as `device` reads them.
    public Indices on(Backend device) {
        Copy last = copy;
        if (last == null || last.device != device) {
            last = new Copy(device, device.memory().indices(values()));
            copy = last;
        }
        return last.indices;
    }

    /// Number of values.
    public int count() {
        return source.count();
    }

    /// Refuses indices that point outside.
    ///
    /// @return this tensor, `(...)`
    /// @throws IllegalArgumentException if a value is outside `[0, limit)`; the message calls it
    ///         `name`
    public IntTensor requireBelow(int limit, String name) {
        for (int value : values()) {
            if (value < 0 || value >= limit) {
                throw new IllegalArgumentException(
                        "%s must be in [0, %d), got %d".formatted(name, limit, value));
            }
        }
        return this;
    }

    @Override
    public String toString() {
        int[] values = values();
        int[] start = values.length > 12 ? Arrays.copyOf(values, 12) : values;
        String list = Arrays.toString(start);
        return "IntTensor" + shape + " "
                + (start == values ? list : list.substring(0, list.length() - 1) + ", …]");
    }
}
