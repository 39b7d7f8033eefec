package llm.tensor.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import llm.tensor.backend.Backend;
import llm.tensor.backend.Storage;

/// Float32 values in native memory, 64-byte aligned.
public final class CpuStorage extends Storage {
    private final Backend backend;
    private final NativeBlock block;

    CpuStorage(Backend backend, NativeBlock block) {
        super(block.segment().byteSize() / Float.BYTES);
        this.backend = backend;
        this.block = block;
    }

    /// A storage on memory that belongs to `owner`, which stays alive as long as the storage.
    public static CpuStorage adopt(MemorySegment memory, Object owner) {
        return new CpuStorage(new CpuBackend(),
                new NativeBlock(memory, () -> Reference.reachabilityFence(owner)));
    }

    /// The values' memory; valid until the storage is released.
    public MemorySegment segment() {
        requireAlive();
        return block.segment();
    }

    /// The memory of a storage that must live on the CPU.
    static MemorySegment segment(Storage storage) {
        if (storage instanceof CpuStorage cpu) {
            return cpu.segment();
        }
        if (storage instanceof PackedStorage) {
            throw new IllegalArgumentException("a weight must be kept in F32 for this operation, got "
                    + storage.precision() + ", which linear layers and embeddings read; "
                    + "to(Precision.F32) widens it");
        }
        throw new IllegalArgumentException("all tensors of an operation must be on one device, "
                + "got cpu and " + storage.backend().name());
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
