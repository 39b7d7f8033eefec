package llm.cuda;

import java.lang.ref.Cleaner;
import java.util.function.UnaryOperator;
import llm.cuda.DevicePool.Block;
import llm.tensor.backend.Backend;
import llm.tensor.backend.DType;
import llm.tensor.backend.Storage;
import org.jspecify.annotations.Nullable;

/// Values in the memory of the device. In INT8 the scales stand behind the numbers.
final class CudaStorage extends Storage {
    private static final Cleaner CLEANER = Cleaner.create();

    private final CudaBackend device;
    private final Block block;
    private final Cleaner.Cleanable memory;
    private final Packing packing;
    private @Nullable Storage rounded;

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

    /// Address of the first value, for whoever may write there.
    long address() {
        forgetRounded();
        return addressToRead();
    }

    /// The same for whoever does not.
    long addressToRead() {
        requireAlive();
        return block.address();
    }

    /// The values in BF16. They are kept until somebody may write here, or are made for the caller
    /// alone unless `keep`; the caller releases them.
    synchronized Storage rounded(UnaryOperator<Storage> round, boolean keep) {
        if (rounded == null) {
            Storage made = round.apply(this);
            if (!keep) {
                return made;
            }
            rounded = made;
        }
        return rounded.share();
    }

    private synchronized void forgetRounded() {
        if (rounded != null) {
            rounded.release();
            rounded = null;
        }
    }

    /// Address of the first scale; 0 where there are none.
    long scales() {
        return dtype() == DType.INT8 ? addressToRead() + packing.scales() : 0;
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
        forgetRounded();
        memory.clean();
    }
}
