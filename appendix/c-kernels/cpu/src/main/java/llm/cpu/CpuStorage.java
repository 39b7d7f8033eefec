package llm.cpu;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import llm.cpu.memory.NativeBlock;
import llm.cpu.quantized.QuantizedStorage;
import llm.tensor.backend.Backend;
import llm.tensor.backend.Storage;

/// Float32 values in native memory, 64-byte aligned.
final class CpuStorage extends Storage {
    private final Backend backend;
    private final NativeBlock block;

    CpuStorage(Backend backend, NativeBlock block) {
        super(block.segment().byteSize() / Float.BYTES);
        this.backend = backend;
        this.block = block;
    }

    /// The values' memory; valid until the storage is released.
    public MemorySegment segment() {
        requireAlive();
        return block.segment();
    }

    @Override
    public Optional<MemorySegment> hostMemory() {
        return Optional.of(segment());
    }

    /// The memory of a storage that must live on the CPU.
    static MemorySegment segment(Storage storage) {
        if (storage instanceof CpuStorage cpu) {
            return cpu.segment();
        }
        if (storage instanceof QuantizedStorage) {
            throw new IllegalArgumentException("a weight must be kept in F32 for this operation, got "
                    + storage.dtype() + ", which linear layers and embeddings read; "
                    + "to(DType.F32) widens it");
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
