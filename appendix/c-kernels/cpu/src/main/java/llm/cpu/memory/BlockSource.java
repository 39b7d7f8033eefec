package llm.cpu.memory;

import java.lang.foreign.MemorySegment;

/// Where the blocks of native memory come from that hold tensors.
public interface BlockSource {

    /// A block of at least `bytes`, contents undefined.
    MemorySegment take(long bytes);

    /// Makes a block available again.
    void give(MemorySegment block);

    /// Of the blocks that were taken and not given back.
    long bytesInUse();

    /// Returns the blocks that nobody uses to the operating system.
    void trim();
}
