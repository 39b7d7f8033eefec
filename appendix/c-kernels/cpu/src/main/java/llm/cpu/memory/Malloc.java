package llm.cpu.memory;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The C library's `malloc` and `free`. An arena would fill every block with zeros first, which
/// costs as much as writing the result that follows.
final class Malloc {
    private static final NativeFunction MALLOC = NativeFunction.named("malloc").orElseThrow();
    private static final NativeFunction FREE = NativeFunction.named("free").orElseThrow();
    private static final Optional<NativeFunction> TRIM = NativeFunction.named("malloc_trim");
    private static final Map<Long, Long> ORIGIN = new ConcurrentHashMap<>();

    private Malloc() {
    }

    /// A block aligned to `alignment` bytes, or null if there is no room.
    static @Nullable MemorySegment allocate(long bytes, int alignment) {
        long origin = MALLOC.call(bytes + alignment);
        if (origin == 0) {
            return null;
        }
        long start = (origin + alignment - 1) & -alignment;
        ORIGIN.put(start, origin);
        MemorySegment block = MemorySegment.ofAddress(start).reinterpret(bytes);
        HugePages.advise(block);
        return block;
    }

    /// Returns a block of [#allocate] to the operating system.
    static void free(MemorySegment block) {
        FREE.call(ORIGIN.remove(block.address()));
    }

    /// Lets the C library return what it holds back, where it can be asked to.
    static void trim() {
        TRIM.ifPresent(trim -> trim.call(0));
    }
}
