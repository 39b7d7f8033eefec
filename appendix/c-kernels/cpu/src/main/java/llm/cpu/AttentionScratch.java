package llm.cpu;

import java.lang.foreign.MemorySegment;
import llm.tensor.backend.Memory;
import llm.tensor.backend.Storage;
import org.jspecify.annotations.Nullable;

/// Memory for what attention makes of a head and forgets, kept between calls. Each thread has its
/// own, not each part of a loop: two callers may attend at once.
final class AttentionScratch {
    private final ThreadLocal<@Nullable Storage> blocks = new ThreadLocal<>();
    private final Memory memory;

    AttentionScratch(Memory memory) {
        this.memory = memory;
    }

    /// One part for each of `sizes`, in float32 values, contents undefined. They last until this
    /// thread asks again.
    MemorySegment[] parts(long... sizes) {
        long size = 0;
        for (long part : sizes) {
            size += part;
        }
        MemorySegment block = CpuStorage.segment(block(size));
        MemorySegment[] parts = new MemorySegment[sizes.length];
        long at = 0;
        for (int i = 0; i < parts.length; i++) {
            parts[i] = block.asSlice(at * Float.BYTES, sizes[i] * Float.BYTES);
            at += sizes[i];
        }
        return parts;
    }

    private Storage block(long size) {
        Storage block = blocks.get();
        if (block == null || block.size() < size) {
            if (block != null) {
                block.release();
            }
            block = memory.allocate(size);
            blocks.set(block);
        }
        return block;
    }
}
