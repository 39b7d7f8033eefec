package llm.cpu.quantized;

import java.lang.foreign.MemorySegment;
import llm.cpu.memory.NativeBlock;
import llm.tensor.backend.Backend;
import llm.tensor.backend.DType;
import llm.tensor.backend.Storage;

/// A weight matrix kept in fewer bits than float32. It can be written and read row by row, and
/// multiplied by a vector without being unpacked first; everything else wants float32.
public abstract sealed class QuantizedStorage extends Storage implements Gemv
        permits Bf16Storage, Int8Storage {
    private final Backend backend;
    private final DType dtype;
    private final Size size;
    private final NativeBlock block;

    /// Of the matrix.
    public record Size(int rows, int columns) {
    }

    public QuantizedStorage(Backend backend, DType dtype, Size size, NativeBlock block) {
        super((long) size.rows * size.columns);
        this.backend = backend;
        this.dtype = dtype;
        this.size = size;
        this.block = block;
    }

    /// A matrix in memory of [DType#bytes], contents undefined.
    public static QuantizedStorage of(Backend backend, DType dtype, Size size, NativeBlock block) {
        return switch (dtype) {
            case BF16 -> new Bf16Storage(backend, size, block);
            case INT8 -> new Int8Storage(backend, size, block);
            case F32 -> throw new IllegalArgumentException(
                    "a packed dtype must be BF16 or INT8, got F32");
        };
    }

    /// Rounds one row, `values[from … from + columns)`.
    public abstract void quantize(float[] values, int from, int row);

    /// Writes one row as float32 values from `y[at]` on.
    public abstract void dequantize(int row, MemorySegment y, long at);

    @Override
    public int rows() {
        return size.rows;
    }

    @Override
    public int columns() {
        return size.columns;
    }

    @Override
    public DType dtype() {
        return dtype;
    }

    @Override
    public Backend backend() {
        return backend;
    }

    @Override
    protected void free() {
        block.giveBack();
    }
}
