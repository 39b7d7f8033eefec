package llm.cuda.driver;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import llm.cuda.driver.CudaDriver.Processor;
import llm.cuda.gpu.Gpu.Room;

/// Memory of one processor, given and taken in the order of its queue.
///
/// It comes from CUDA's pool, which hands on at once what was freed, where the processor has one.
/// Where it has none, a block is freed when the queue is empty, which takes longer.
final class DeviceMemory {
    private final DriverFunctions cuda;
    private final MemorySegment stream;
    private final MemorySegment pool;                           // NULL: there is none
    private final Set<Long> inUse = new HashSet<>();

    DeviceMemory(DriverFunctions cuda, Processor processor, MemorySegment stream) {
        this.cuda = cuda;
        this.stream = stream;
        pool = processor.pools() ? CudaDriver.pointerFrom(out ->
                cuda.cuDeviceGetDefaultMemPool(out, processor.handle())) : MemorySegment.NULL;
        if (hasPool()) {
            try (Arena arena = Arena.ofConfined()) {            // keep all that was freed
                cuda.cuMemPoolSetAttribute(pool,
                        DriverFunctions.CU_MEMPOOL_ATTR_RELEASE_THRESHOLD,
                        arena.allocateFrom(JAVA_LONG, Long.MAX_VALUE));
            }
        }
    }

    private boolean hasPool() {
        return !pool.equals(MemorySegment.NULL);
    }

    /// @return the address of a new block; 0 if there is no room for it
    long allocate(long bytes) {
        long address = tryTo(Math.max(1, bytes));
        if (address == 0) {
            releaseUnused();
            address = tryTo(Math.max(1, bytes));
        }
        if (address != 0) {
            inUse.add(address);
        }
        return address;
    }

    private long tryTo(long bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(JAVA_LONG);
            String name = hasPool() ? "cuMemAllocAsync" : "cuMemAlloc";
            int status = hasPool() ? cuda.cuMemAllocAsync(out, bytes, stream)
                    : cuda.cuMemAlloc_v2(out, bytes);
            if (status != 0 && status != DriverFunctions.CUDA_ERROR_OUT_OF_MEMORY) {
                throw CudaDriver.failure(cuda, name, status);
            }
            return status == 0 ? out.get(JAVA_LONG, 0) : 0;
        }
    }

    /// What was freed as blocks of other sizes may serve as one.
    private void releaseUnused() {
        cuda.cuStreamSynchronize(stream);
        if (hasPool()) {
            cuda.cuMemPoolTrimTo(pool, 0);
        }
    }

    /// Takes a block back, after the work that is in the queue.
    void free(long address) {
        if (!inUse.remove(address)) {
            throw new IllegalArgumentException("a block of the device's memory must be in use when "
                    + "it is freed, got address 0x" + Long.toHexString(address));
        }
        if (hasPool()) {
            cuda.cuMemFreeAsync(address, stream);
        } else {
            cuda.cuStreamSynchronize(stream);
            cuda.cuMemFree_v2(address);
        }
    }

    Room room() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(JAVA_LONG, 2);
            cuda.cuMemGetInfo_v2(out, out.asSlice(JAVA_LONG.byteSize()));
            return new Room(out.getAtIndex(JAVA_LONG, 0) + unusedOfPool(),
                    out.getAtIndex(JAVA_LONG, 1));
        }
    }

    private long unusedOfPool() {
        return hasPool() ? ofPool(DriverFunctions.CU_MEMPOOL_ATTR_RESERVED_MEM_CURRENT)
                - ofPool(DriverFunctions.CU_MEMPOOL_ATTR_USED_MEM_CURRENT) : 0;
    }

    private long ofPool(int attribute) {
        return CudaDriver.longFrom(out -> cuda.cuMemPoolGetAttribute(pool, attribute, out));
    }

    /// Takes all back.
    void close() {
        List.copyOf(inUse).forEach(this::free);
        releaseUnused();
    }
}
