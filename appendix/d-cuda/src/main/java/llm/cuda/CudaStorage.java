package llm.cuda;

import java.lang.ref.Cleaner;
import llm.cuda.DevicePool.Block;
import llm.tensor.backend.Backend;
import llm.tensor.backend.DType;
import llm.tensor.backend.Storage;

/// Values in the memory of the device. In INT8 the scales stand behind the numbers.
final class CudaStorage extends Storage {
    private static final Cleaner CLEANER = Cleaner.create();

    private final CudaBackend device;
    private final Block block;
    private final Cleaner.Cleanable memory;
    private final Packing packing;

    /// How the values of a weight are kept.
    ///
    /// @param columns of a row; float32 values that are no matrix are one column
    record Packing(DType dtype, int rows, int columns) {
        static final int ALIGNMENT = 16;

        /// Where the scales of INT8 begin, in bytes.
        long scales() {
            return Math.ceilDiv((long) rows * columns, ALIGNMENT) * ALIGNMENT;
        }

        long bytes() {
            return dtype == DType.INT8
                    ? scales() + (long) rows * DType.groups(columns) * Float.BYTES
                    : dtype.bytes(rows, columns);
        }
    }

    CudaStorage(CudaBackend device, DevicePool pool, Block block, long size, Packing packing) {
        super(size);
        this.device = device;
        this.block = block;
        this.packing = packing;
        memory = CLEANER.register(this, () -> pool.give(block));
    }

    /// Address of the first value.
    long address() {
        requireAlive();
        return block.address();
    }

    /// Address of the first scale; 0 where there are none.
    long scales() {
        return dtype() == DType.INT8 ? address() + packing.scales() : 0;
    }

    boolean isInt8() {
        return dtype() == DType.INT8;
    }

    Packing packing() {
        return packing;
    }

    @Override
    public DType dtype() {
        return packing.dtype;
    }

    @Override
    public Backend backend() {
        return device;
    }

    @Override
    protected void free() {
        memory.clean();
    }
}
