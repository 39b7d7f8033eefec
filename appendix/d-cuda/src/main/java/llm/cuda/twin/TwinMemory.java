package llm.cuda.twin;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import llm.cpu.memory.NativeFunction;

/// Memory of the "device": blocks of the host's, of which it knows which are alive.
///
/// A *checked* memory makes mistakes of kernels visible. A block ends where a page begins that
/// nobody may touch, and begins behind another; what the block's size leaves over before these
/// pages is marked; and a new block is full of NaN.
final class TwinMemory {
    private static final long ALIGNMENT = 256;
    private static final long CHECKED_ALIGNMENT = 16;
    private static final long PAGE = 4096;
    private static final byte MARK = (byte) 0xC5;
    private static final byte NAN = (byte) 0xFF;

    private static final int READ_AND_WRITE = 3;
    private static final int PRIVATE_AND_ANONYMOUS = 0x22;
    private static final NativeFunction ALIGNED_ALLOC = function("aligned_alloc");
    private static final NativeFunction FREE = function("free");
    private static final NativeFunction MMAP = function("mmap");
    private static final NativeFunction MPROTECT = function("mprotect");
    private static final NativeFunction MUNMAP = function("munmap");

    private final boolean checked;
    private final long capacity;
    private final TreeMap<Long, Long> alive = new TreeMap<>();      // bytes of each block
    private long used;

    TwinMemory(long capacity, boolean checked) {
        this.capacity = capacity;
        this.checked = checked;
    }

    /// Address of a new block; 0 if there is no room.
    long allocate(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("a block must have 1 byte or more, got " + bytes);
        }
        if (bytes > capacity - used) {
            return 0;
        }
        long address = checked ? allocateBetweenPages(bytes)
                : ALIGNED_ALLOC.call(ALIGNMENT, roundUp(bytes, ALIGNMENT), 0);
        if (address != 0) {
            alive.put(address, bytes);
            used += bytes;
        }
        return address;
    }

    private static long allocateBetweenPages(long bytes) {
        long inner = roundUp(bytes, PAGE);
        long start = MMAP.call(0, inner + 2 * PAGE, READ_AND_WRITE, PRIVATE_AND_ANONYMOUS, -1, 0);
        if (start == -1) {
            return 0;
        }
        MPROTECT.call(start, PAGE, 0);
        MPROTECT.call(start + PAGE + inner, PAGE, 0);
        long address = start + PAGE + inner - roundUp(bytes, CHECKED_ALIGNMENT);
        segment(start + PAGE, inner).fill(MARK);
        segment(address, bytes).fill(NAN);
        return address;
    }

    /// @throws IllegalArgumentException unless a block that is alive begins here
    void free(long address) {
        Long bytes = alive.remove(address);
        if (bytes == null) {
            throw new IllegalArgumentException(("what is freed must be a block of the device, got "
                    + "address 0x%x").formatted(address));
        }
        used -= bytes;
        release(address, bytes);
    }

    void freeAll() {
        alive.forEach(this::release);
        alive.clear();
        used = 0;
    }

    private void release(long address, long bytes) {
        if (checked) {
            MUNMAP.call(pageOf(address) - PAGE, roundUp(bytes, PAGE) + 2 * PAGE, 0);
        } else {
            FREE.call(address);
        }
    }

    /// Bytes within one block that is alive.
    ///
    /// @throws IllegalArgumentException if they are not that
    MemorySegment bytes(long address, long count) {
        Map.Entry<Long, Long> block = alive.floorEntry(address);
        if (count < 0 || block == null || address - block.getKey() > block.getValue() - count) {
            throw new IllegalArgumentException(("what is copied or filled must lie within a block "
                    + "of the device, got %d bytes at address 0x%x").formatted(count, address));
        }
        return segment(address, count);
    }

    /// The blocks beside whose values something has been written, in words; none if not checked.
    List<String> damaged() {
        List<String> damaged = new ArrayList<>();
        if (checked) {
            alive.forEach((address, bytes) -> {
                long page = pageOf(address);
                long end = page + roundUp(bytes, PAGE);
                if (!isMarked(page, address) || !isMarked(address + bytes, end)) {
                    damaged.add("a block of %d bytes at address 0x%x".formatted(bytes, address));
                }
            });
        }
        return damaged;
    }

    private static boolean isMarked(long from, long to) {
        for (byte value : segment(from, to - from).toArray(ValueLayout.JAVA_BYTE)) {
            if (value != MARK) {
                return false;
            }
        }
        return true;
    }

    /// How many blocks are alive.
    int blocks() {
        return alive.size();
    }

    long free() {
        return capacity - used;
    }

    long capacity() {
        return capacity;
    }

    private static long pageOf(long address) {
        return address & -PAGE;
    }

    private static long roundUp(long bytes, long unit) {
        return Math.ceilDiv(bytes, unit) * unit;
    }

    private static MemorySegment segment(long address, long bytes) {
        return MemorySegment.ofAddress(address).reinterpret(bytes);
    }

    private static NativeFunction function(String name) {
        return NativeFunction.named(name).orElseThrow();
    }
}
