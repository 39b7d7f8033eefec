package llm.cuda;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;
import llm.cuda.gpu.Gpu;
import org.jspecify.annotations.Nullable;

/// Memory of the device that is used again instead of being returned, which would wait for all work.
/// A block that is given back may be taken at once: the device does its work in order, so whoever
/// had it is done before whoever gets it begins.
final class DevicePool {
    private static final long SMALLEST = 512;
    private static final long PATIENCE_MILLIS = 200;

    private final Gpu gpu;
    private final TreeMap<Long, ArrayDeque<Block>> free = new TreeMap<>();
    private long bytesInUse;
    private long bytesFree;

    /// @param address of its first byte
    /// @param bytes   its size class
    record Block(long address, long bytes) {
    }

    DevicePool(Gpu gpu) {
        this.gpu = gpu;
    }

    /// A block of at least `bytes`, contents undefined.
    ///
    /// @throws IllegalStateException if there is no room for it
    Block take(long bytes) {
        long size = sizeClass(bytes);
        Block block = takeFree(size);
        if (block == null) {
            block = allocate(size);
        }
        synchronized (this) {
            bytesInUse += block.bytes;
        }
        return block;
    }

    /// Makes a block available again.
    synchronized void give(Block block) {
        bytesInUse -= block.bytes;
        bytesFree += block.bytes;
        free.computeIfAbsent(block.bytes, _ -> new ArrayDeque<>()).push(block);
    }

    synchronized long bytesInUse() {
        return bytesInUse;
    }

    /// Those of the device, and those that wait here.
    synchronized long availableBytes() {
        return gpu.room().freeBytes() + bytesFree;
    }

    /// Returns the blocks that nobody uses to the device.
    synchronized void trim() {
        free.values().forEach(blocks -> blocks.forEach(block -> gpu.free(block.address)));
        free.clear();
        bytesFree = 0;
    }

    /// The smallest free block that fits without wasting more than a quarter of itself.
    private synchronized @Nullable Block takeFree(long size) {
        Map.Entry<Long, ArrayDeque<Block>> fitting = free.ceilingEntry(size);
        if (fitting == null || fitting.getKey() > size + size / 4) {
            return null;
        }
        Block block = fitting.getValue().pop();
        if (fitting.getValue().isEmpty()) {
            free.remove(fitting.getKey());
        }
        bytesFree -= block.bytes;
        return block;
    }

    private Block allocate(long size) {
        long address = gpu.allocate(size);
        if (address == 0) {
            collectGarbage();
            trim();
            address = gpu.allocate(size);
        }
        if (address == 0) {
            Gpu.Room room = gpu.room();
            throw new IllegalStateException(("the GPU must have %,d MiB of free memory for one more "
                    + "tensor, got %,d of its %,d MiB, with %,d MiB in use here; try a smaller "
                    + "batch or context").formatted(Math.ceilDiv(size, 1 << 20),
                    room.freeBytes() >> 20, room.totalBytes() >> 20, bytesInUse() >> 20));
        }
        return new Block(address, size);
    }

    /// Tensors that nobody can reach hold memory that the garbage collector does not see.
    private void collectGarbage() {
        System.gc();
        long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
        long before;
        do {
            before = bytesInUse();
            try {
                Thread.sleep(10);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        } while (bytesInUse() < before && System.currentTimeMillis() < deadline);
    }

    /// Rounds up to a multiple of an eighth of the next lower power of two.
    static long sizeClass(long bytes) {
        if (bytes <= SMALLEST) {
            return SMALLEST;
        }
        long step = Math.max(SMALLEST, Long.highestOneBit(bytes - 1) >> 3);
        return Math.ceilDiv(bytes, step) * step;
    }
}
