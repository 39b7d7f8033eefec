package llm.tensor.cpu;

import java.lang.foreign.MemorySegment;
import llm.tensor.backend.Backend;
import llm.tensor.backend.Precision;
import llm.tensor.backend.Storage;

/// A weight matrix kept in fewer bits than float32. It can be written and read row by row, and
/// multiplied by a vector without being unpacked first; everything else wants float32.
abstract sealed class PackedStorage extends Storage implements MatrixRows
        permits Bf16Storage, Int8Storage {
    private final Precision precision;
    private final int rows;
    private final int columns;
    private final NativeBlock block;

    PackedStorage(Precision precision, int rows, int columns, NativeBlock block) {
        super((long) rows * columns);
        this.precision = precision;
        this.rows = rows;
        this.columns = columns;
        this.block = block;
    }

    /// A matrix in memory of [Precision#bytes], contents undefined.
    static PackedStorage of(Precision precision, int rows, int columns, NativeBlock block) {
        return switch (precision) {
            case BF16 -> new Bf16Storage(rows, columns, block);
            case INT8 -> new Int8Storage(rows, columns, block);
            case F32 -> throw new IllegalArgumentException(
                    "a packed precision must be BF16 or INT8, got F32");
        };
    }

    /// Rounds one row, `values[from … from + columns)`.
    abstract void pack(float[] values, int from, int row);

    /// Writes one row as float32 values from `y[at]` on.
    abstract void unpack(int row, MemorySegment y, long at);

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public Precision precision() {
        return precision;
    }

    @Override
    public Backend backend() {
        return new CpuBackend();
    }

    @Override
    protected void free() {
        block.giveBack();
    }
}
