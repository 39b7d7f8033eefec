package llm.cpu;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import llm.cpu.memory.BlockSource;
import llm.cpu.memory.NativeFunction;

/// Blocks that end where a page begins that nobody may touch, or begin where one ends: a kernel
/// that reads or writes one value too many ends the process.
final class GuardedMemory implements BlockSource {
    private static final int PAGE = 4096;
    private static final int READ_WRITE = 1 | 2;
    private static final int PRIVATE_ANONYMOUS = 2 | 32;     // of Linux
    private static final NativeFunction MMAP = NativeFunction.named("mmap").orElseThrow();
    private static final NativeFunction MPROTECT = NativeFunction.named("mprotect").orElseThrow();
    private static final NativeFunction MUNMAP = NativeFunction.named("munmap").orElseThrow();

    /// Which end of a block a guard is next to.
    enum Side { START, END }

    private final Side side;
    private final Map<Long, Long> pages = new ConcurrentHashMap<>();   // of a block, by its address

    GuardedMemory(Side side) {
        this.side = side;
    }

    @Override
    public MemorySegment take(long bytes) {
        long inner = Math.max(PAGE, (bytes + PAGE - 1) / PAGE * PAGE);
        long start = MMAP.call(0, inner + 2 * PAGE, 0, PRIVATE_ANONYMOUS, -1, 0);
        if (start == -1 || (int) MPROTECT.call(start + PAGE, inner, READ_WRITE) != 0) {
            throw new IllegalStateException("there must be room for %d bytes".formatted(inner));
        }
        long place = start + PAGE + (side == Side.START ? 0 : inner - bytes & -Float.BYTES);
        pages.put(place, start);
        return MemorySegment.ofAddress(place).reinterpret(bytes);
    }

    @Override
    public void give(MemorySegment block) {
        long inner = Math.max(PAGE, (block.byteSize() + PAGE - 1) / PAGE * PAGE);
        MUNMAP.call(pages.remove(block.address()), inner + 2 * PAGE, 0);
    }

    @Override
    public long bytesInUse() {
        return 0;
    }

    @Override
    public void trim() {
    }
}
