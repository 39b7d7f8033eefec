package llm.cpu.quantized;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import llm.cpu.memory.Workers;

/// Copies between float32 values and packed ones, whole rows at a time.
public final class QuantizedCopies {
    private static final int GRAIN = 1 << 14;                // values worth a thread

    private QuantizedCopies() {
    }

    /// Rounds values into the rows from `offset` on.
    public static void write(float[] source, QuantizedStorage target, long offset, Workers workers) {
        int columns = target.columns();
        if (offset % columns != 0 || source.length % columns != 0) {
            throw new IllegalArgumentException(("values for a weight kept in %s must be whole rows "
                    + "of %d, got %d values at %d").formatted(target.dtype(), columns,
                    source.length, offset));
        }
        int first = (int) (offset / columns);
        workers.forEach(source.length / columns, grain(columns), (from, to) -> {
            for (int row = from; row < to; row++) {
                target.quantize(source, row * columns, first + row);
            }
        });
    }

    /// Rounds a whole matrix; the source may be a mapped file.
    public static void quantize(MemorySegment source, QuantizedStorage target, Workers workers) {
        int columns = target.columns();
        workers.forEach(target.rows(), grain(columns), (from, to) -> {
            float[] values = new float[columns];
            for (int row = from; row < to; row++) {
                MemorySegment.copy(source, JAVA_FLOAT_UNALIGNED, (long) row * columns * Float.BYTES,
                        values, 0, columns);
                target.quantize(values, 0, row);
            }
        });
    }

    /// Rounds one value to every place.
    public static void fill(QuantizedStorage target, float value, Workers workers) {
        float[] row = new float[target.columns()];
        Arrays.fill(row, value);
        workers.forEach(target.rows(), grain(row.length), (from, to) -> {
            for (int i = from; i < to; i++) {
                target.quantize(row, 0, i);
            }
        });
    }

    /// Widens a whole matrix.
    public static void dequantize(QuantizedStorage source, MemorySegment target, Workers workers) {
        int columns = source.columns();
        workers.forEach(source.rows(), grain(columns), (from, to) -> {
            for (int row = from; row < to; row++) {
                source.dequantize(row, target, (long) row * columns);
            }
        });
    }

    /// Widens the values from `offset` on.
    public static void read(QuantizedStorage source, long offset, float[] target) {
        source.requireAlive();
        int columns = source.columns();
        float[] row = new float[columns];
        MemorySegment widened = MemorySegment.ofArray(row);
        for (int done = 0; done < target.length; ) {
            int column = (int) ((offset + done) % columns);
            int count = Math.min(columns - column, target.length - done);
            source.dequantize((int) ((offset + done) / columns), widened, 0);
            System.arraycopy(row, column, target, done, count);
            done += count;
        }
    }

    private static int grain(int columns) {
        return Math.max(1, GRAIN / Math.max(1, columns));
    }
}
