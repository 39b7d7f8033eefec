package llm.cpu.memory;

import java.lang.foreign.MemorySegment;

/// Native memory that is used again instead of being returned to the operating system.
///
/// A fresh block costs a page fault for every 4 KiB on first use, as much as the product that
/// fills it. The garbage collector does not see native memory, so the pool asks it to look for
/// unreachable tensors when much has been allocated since it last looked.
public final class MemoryPool implements BlockSource {
    private static final int ALIGNMENT = 64;
    private static final long COLLECT_FROM = 512L << 20;

    private final FreeBlocks<MemorySegment> free = new FreeBlocks<>(ALIGNMENT, 1);
    private long bytesInUse;
    private long collectAt = COLLECT_FROM;

    @Override
    public MemorySegment take(long bytes) {
        long size = free.sizeClass(bytes);
        if (wouldExceed(size)) {
            collectGarbage();
        }
        MemorySegment block;
        synchronized (this) {
            block = free.take(size);
        }
        if (block == null) {
            block = allocate(size);
        }
        synchronized (this) {
            bytesInUse += block.byteSize();
        }
        return block;
    }

    @Override
    public synchronized void give(MemorySegment block) {
        bytesInUse -= block.byteSize();
        free.give(block.byteSize(), block);
    }

    @Override
    public synchronized long bytesInUse() {
        return bytesInUse;
    }

    @Override
    public synchronized void trim() {
        free.clear(Malloc::free);
        Malloc.trim();
    }

    private MemorySegment allocate(long size) {
        MemorySegment block = Malloc.allocate(size, ALIGNMENT);
        if (block == null) {
            trim();
            collectGarbage();
            block = Malloc.allocate(size, ALIGNMENT);
        }
        if (block == null) {
            throw new IllegalStateException("the machine must have " + (size >> 20)
                    + " MiB of free memory for one more tensor, got less with "
                    + (bytesInUse() >> 20) + " MiB in use; try a smaller batch or context");
        }
        return block;
    }

    private synchronized boolean wouldExceed(long size) {
        return bytesInUse + size > collectAt && !free.fits(size);
    }

    private void collectGarbage() {
        UnreachableTensors.collect(this::bytesInUse);
        synchronized (this) {
            collectAt = Math.max(COLLECT_FROM, bytesInUse + bytesInUse / 2);
        }
    }
}
