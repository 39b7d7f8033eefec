package llm.tensor;

import java.util.Arrays;

/// Whole numbers with a shape: token ids, targets, positions. They index and are never
/// differentiated, so they stay on the host and a device reads them as it needs them.
public final class IntTensor {
    private final Shape shape;
    private final int[] values;

    private IntTensor(Shape shape, int[] values) {
        if (shape.elements() != values.length) {
            throw new IllegalArgumentException("shape " + shape + " must hold "
                    + shape.elements() + " values, got " + values.length);
        }
        this.shape = shape;
        this.values = values;
    }

    /// Row-major values in `shape`. The array is used as it is, not copied.
    ///
    /// @throws IllegalArgumentException if their number does not fit the shape
    public static IntTensor of(int[] values, int... shape) {
        return new IntTensor(Shape.of(shape), values);
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

    /// The row-major values themselves, not a copy.
    public int[] values() {
        return values;
    }

    /// Number of values.
    public int count() {
        return values.length;
    }

    /// Refuses indices that point outside.
    ///
    /// @return this tensor, `(...)`
    /// @throws IllegalArgumentException if a value is outside `[0, limit)`; the message calls it
    ///         `name`
    public IntTensor requireBelow(int limit, String name) {
        for (int value : values) {
            if (value < 0 || value >= limit) {
                throw new IllegalArgumentException(
                        "%s must be in [0, %d), got %d".formatted(name, limit, value));
            }
        }
        return this;
    }

    @Override
    public String toString() {
        int[] start = values.length > 12 ? Arrays.copyOf(values, 12) : values;
        String list = Arrays.toString(start);
        return "IntTensor" + shape + " "
                + (start == values ? list : list.substring(0, list.length() - 1) + ", …]");
    }
}
