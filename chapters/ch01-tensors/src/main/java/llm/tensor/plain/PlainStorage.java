package llm.tensor.plain;

import llm.tensor.backend.Backend;
import llm.tensor.backend.DType;
import llm.tensor.backend.ElementwiseKernels.Target;
import llm.tensor.backend.Storage;

/// Values in a Java array. A weight in BF16 or INT8 holds what is left of its values after
/// rounding, though no fewer bits: this device shows what rounding does, not what it saves.
final class PlainStorage extends Storage {
    private final PlainMemory memory;
    private final DType dtype;
    private final int columns;                               // of a weight that is rounded in rows
    private float[] values;

    PlainStorage(PlainMemory memory, int size, int columns, DType dtype) {
        super(size);
        this.memory = memory;
        this.dtype = dtype;
        this.columns = columns;
        this.values = new float[size];
        memory.count((long) size * Float.BYTES);
    }

    /// The values that a kernel reads, in float32.
    static float[] values(Storage storage) {
        PlainStorage plain = of(storage);
        if (plain.dtype != DType.F32) {
            throw new IllegalArgumentException("a weight must be kept in F32 for this operation, "
                    + "got " + plain.dtype + ", which linear layers and embeddings read; "
                    + "to(DType.F32) widens it");
        }
        return plain.values;
    }

    /// The values that a kernel reads, rounded or not.
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

    /// The array that a kernel writes, and whether it adds to what stands there, as gradients do.
    record Output(float[] values, boolean add) {

        static Output of(Storage storage, boolean add) {
            return new Output(PlainStorage.values(storage), add);
        }

        static Output of(Target target) {
            return of(target.storage(), target.add());
        }

        void put(int i, double value) {
            values[i] = (float) (add ? values[i] + value : value);
        }
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
        return memory.backend();
    }

    @Override
    protected void free() {
        memory.count(-(long) values.length * Float.BYTES);
        values = new float[0];
    }
}
