package llm.tensor.cpu;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The C library's `malloc` and `free`. An arena would fill every block with zeros first, which
/// costs as much as writing the result that follows.
final class Malloc {
    private static final MethodHandle MALLOC = function("malloc",
            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
    private static final MethodHandle FREE = function("free",
            FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));
    private static final Optional<MethodHandle> TRIM = Linker.nativeLinker().defaultLookup()
            .find("malloc_trim").map(trim -> Linker.nativeLinker().downcallHandle(trim,
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG)));
    private static final Map<Long, MemorySegment> ORIGIN = new ConcurrentHashMap<>();

    private Malloc() {
    }

    /// A block aligned to `alignment` bytes, or null if there is no room.
    static @Nullable MemorySegment allocate(long bytes, int alignment) {
        MemorySegment origin = call(bytes + alignment);
        if (origin.address() == 0) {
            return null;
        }
        long start = (origin.address() + alignment - 1) & -alignment;
        ORIGIN.put(start, origin);
        MemorySegment block = MemorySegment.ofAddress(start).reinterpret(bytes);
        HugePages.advise(block);
        return block;
    }

    /// Returns a block of [#allocate] to the operating system.
    static void free(MemorySegment block) {
        try {
            FREE.invokeExact(ORIGIN.remove(block.address()));
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Lets the C library return what it holds back, where it can be asked to.
    static void trim() {
        TRIM.ifPresent(trim -> {
            try {
                int unused = (int) trim.invokeExact(0L);
            } catch (Throwable impossible) {
                throw new IllegalStateException(impossible);
            }
        });
    }

    private static MemorySegment call(long bytes) {
        try {
            return (MemorySegment) MALLOC.invokeExact(bytes);
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        SymbolLookup library = linker.defaultLookup();
        return linker.downcallHandle(library.findOrThrow(name), descriptor);
    }
}
