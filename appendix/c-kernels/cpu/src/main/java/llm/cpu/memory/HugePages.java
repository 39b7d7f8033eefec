package llm.cpu.memory;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// Asks Linux for pages of 2 MiB instead of 4 KiB. A processor remembers where a few thousand
/// pages are and looks up every other one in memory, which slows down whoever reads much; and each
/// page costs a fault when it is first touched. Other systems decide for themselves.
public final class HugePages {
    private static final long PAGE = 2L << 20;
    private static final int ADVICE = 14;                    // MADV_HUGEPAGE
    private static final Optional<NativeFunction> MADVISE =
            System.getProperty("os.name").startsWith("Linux")
                    ? NativeFunction.named("madvise") : Optional.empty();

    private HugePages() {
    }

    /// Advises for the whole pages inside a block; advice that is not followed does no harm.
    public static void advise(MemorySegment block) {
        long start = (block.address() + PAGE - 1) & -PAGE;
        long end = (block.address() + block.byteSize()) & -PAGE;
        if (end <= start || MADVISE.isEmpty()) {
            return;
        }
        MADVISE.get().call(start, end - start, ADVICE);
    }
}
