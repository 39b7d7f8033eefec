package llm.cpu.memory;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Native memory that is used again instead of being returned to the operating system.
///
/// A fresh block costs a page fault for every 4 KiB on first use, as much as the product that
/// fills it. Blocks come in size classes, eight to the doubling, so that batches of many shapes
/// share them. The garbage collector does not see native memory, so the pool asks it to look for
/// unreachable tensors when much has been allocated since it last looked.
public final class MemoryPool implements BlockSource {
    private static final int ALIGNMENT = 64;
    private static final long SMALLEST = 256;
    private static final long COLLECT_FROM = 512L << 20;
    private static final long PATIENCE_MILLIS = 200;

    private final TreeMap<Long, ArrayDeque<MemorySegment>> free = new TreeMap<>();
    private long bytesInUse;
    private long bytesFree;
    private long collectAt = COLLECT_FROM;

    @Override
    public MemorySegment take(long bytes) {
        long size = sizeClass(bytes);
        if (wouldExceed(size)) {
            collectGarbage();
        }
        MemorySegment block = takeFree(size);
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
        bytesFree += block.byteSize();
        free.computeIfAbsent(block.byteSize(), _ -> new ArrayDeque<>()).push(block);
    }

    @Override
    public synchronized long bytesInUse() {
        return bytesInUse;
    }

    /// The smallest free block that fits without wasting more than half of itself.
    private synchronized @Nullable MemorySegment takeFree(long size) {
        Map.Entry<Long, ArrayDeque<MemorySegment>> fitting = free.ceilingEntry(size);
        if (fitting == null || fitting.getKey() > 2 * size) {
            return null;
        }
        MemorySegment block = fitting.getValue().pop();
        if (fitting.getValue().isEmpty()) {
            free.remove(fitting.getKey());
        }
        bytesFree -= block.byteSize();
        return block;
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

    @Override
    public synchronized void trim() {
        free.values().forEach(blocks -> blocks.forEach(Malloc::free));
        free.clear();
        bytesFree = 0;
        Malloc.trim();
    }

    private synchronized boolean wouldExceed(long size) {
        return bytesInUse + size > collectAt && takeWouldGrow(size);
    }

    private boolean takeWouldGrow(long size) {
        Long fitting = free.ceilingKey(size);
        return fitting == null || fitting > 2 * size;
    }

    /// Lets the collector find unreachable tensors, and waits while their memory comes back.
    private void collectGarbage() {
        System.gc();
        long before;
        long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
        do {
            before = bytesInUse();
            sleep();
        } while (bytesInUse() < before && System.currentTimeMillis() < deadline);
        synchronized (this) {
            collectAt = Math.max(COLLECT_FROM, bytesInUse + bytesInUse / 2);
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Rounds up to a multiple of an eighth of the next lower power of two.
    public static long sizeClass(long bytes) {
        if (bytes <= SMALLEST) {
            return SMALLEST;
        }
        long step = Math.max(ALIGNMENT, Long.highestOneBit(bytes - 1) >> 3);
        return (bytes + step - 1) / step * step;
    }
}
