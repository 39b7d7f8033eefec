package llm.tensor.plain;

import java.util.concurrent.atomic.AtomicLong;
import llm.tensor.backend.Backend;
import llm.tensor.backend.DType;
import llm.tensor.backend.ElementwiseKernels.Target;
import llm.tensor.backend.Storage;

/// Values in a Java array. A weight in BF16 or INT8 holds what is left of its values after
/// rounding, though no fewer bits: this device shows what rounding does, not what it saves.
final class PlainStorage extends Storage {
    private final Backend backend;
    private final AtomicLong bytesInUse;
    private final DType dtype;
    private final int columns;                               // of a weight that is rounded in rows
    private float[] values;

    PlainStorage(Backend backend, AtomicLong bytesInUse, int size, int columns,
                 DType dtype) {
        super(size);
        this.backend = backend;
        this.bytesInUse = bytesInUse;
        this.dtype = dtype;
        this.columns = columns;
        this.values = new float[size];
        bytesInUse.addAndGet((long) size * Float.BYTES);
    }

    /// The values of a float32 storage on this device.
    static float[] values(Storage storage) {
        PlainStorage plain = of(storage);
        if (plain.dtype != DType.F32) {
            throw new IllegalArgumentException("a weight must be kept in F32 for this operation, got "
                    + plain.dtype + ", which linear layers and embeddings read; "
                    + "to(DType.F32) widens it");
        }
        return plain.values;
    }

    /// The array that a kernel writes or adds to.
    static float[] values(Target target) {
        return values(target.storage());
    }

    /// The values of a storage on this device, rounded or not.
    static float[] weights(Storage storage) {
        return of(storage).values;
    }

    static PlainStorage of(Storage storage) {
        if (!(storage instanceof PlainStorage plain)) {
            throw new IllegalArgumentException("all tensors of an operation must be on one device, "
                    + "got plain and " + storage.backend().name());
        }
        plain.requireAlive();
        return plain;
    }

    int columns() {
        return columns;
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
        bytesInUse.addAndGet(-(long) values.length * Float.BYTES);
        values = new float[0];
    }
}
