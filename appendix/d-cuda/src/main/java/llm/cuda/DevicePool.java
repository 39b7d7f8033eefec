package llm.cuda;

import llm.cpu.memory.FreeBlocks;
import llm.cpu.memory.UnreachableTensors;
import llm.cuda.gpu.Gpu;

/// Memory of the device that is used again instead of being returned, which would wait for all work.
/// A block that is given back may be taken at once: the device does its work in order, so whoever
/// had it is done before whoever gets it begins.
final class DevicePool {
    private static final long GRANULE = 512;

    private final Gpu gpu;
    private final FreeBlocks<Block> free = new FreeBlocks<>(GRANULE, 0.25);
    private long bytesInUse;

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
        long size = free.sizeClass(bytes);
        Block block;
        synchronized (this) {
            block = free.take(size);
        }
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
        free.give(block.bytes, block);
    }

    synchronized long bytesInUse() {
        return bytesInUse;
    }

    /// Those of the device, and those that wait here.
    synchronized long availableBytes() {
        return gpu.room().freeBytes() + free.bytes();
    }

    /// Returns the blocks that nobody uses to the device.
    synchronized void trim() {
        free.clear(block -> gpu.free(block.address));
    }

    private Block allocate(long size) {
        long address = gpu.allocate(size);
        if (address == 0) {
            UnreachableTensors.collect(this::bytesInUse);
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
}
