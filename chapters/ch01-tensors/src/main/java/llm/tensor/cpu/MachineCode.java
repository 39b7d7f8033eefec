package llm.tensor.cpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Makes functions of what an [Assembler] wrote. The code stands in memory of its own, which is no
/// longer writable when it becomes executable.
final class MachineCode {
    private static final int READ_WRITE = 1 | 2;
    private static final int READ_EXECUTE = 1 | 4;
    private static final int PRIVATE_ANONYMOUS = 2 | 32;
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final boolean RUNS_HERE = System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64")
            && VectorMath.LANES == Assembler.LANES && processorHas(List.of("avx2", "fma"));

    private MachineCode() {
    }

    private static boolean processorHas(List<String> features) {
        try {
            return Files.readAllLines(PROCESSORS).stream()
                    .filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .filter(line -> Arrays.asList(line.split(" ")).containsAll(features))
                    .isPresent();
        } catch (IOException hidden) {
            return false;
        }
    }

    /// A function of whole numbers. It must be short, because nothing can stop the program while it
    /// runs. Empty unless this is Linux on a processor that has the instructions of [Assembler] and
    /// whose vectors have as many values in Java too, and where the system forbids code that comes
    /// from no file.
    static Optional<MethodHandle> function(byte[] code, int arguments) {
        if (!RUNS_HERE) {
            return Optional.empty();
        }
        try {
            MemorySegment memory = (MemorySegment) Calls.MMAP.invokeExact(MemorySegment.NULL,
                    (long) code.length, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0L);
            if (memory.address() == -1) {
                return Optional.empty();
            }
            memory.reinterpret(code.length).copyFrom(MemorySegment.ofArray(code));
            int refused = (int) Calls.MPROTECT.invokeExact(memory, (long) code.length,
                    READ_EXECUTE);
            return refused != 0 ? Optional.empty() : Optional.of(linked(memory, arguments));
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static MethodHandle linked(MemorySegment code, int arguments) {
        FunctionDescriptor numbers = FunctionDescriptor.ofVoid();
        for (int i = 0; i < arguments; i++) {
            numbers = numbers.appendArgumentLayouts(JAVA_LONG);
        }
        return Linker.nativeLinker().downcallHandle(code, numbers, Linker.Option.critical(false));
    }

    /// What a thread tells its functions beside their arguments: numbers in memory of its own.
    static ThreadLocal<MemorySegment> told(int bytes) {
        return ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(bytes, Long.BYTES));
    }

    static void tell(MemorySegment told, int field, long value) {
        told.set(JAVA_LONG, field, value);
    }

    /// Linked once, by the first function, and not where none is made: that takes milliseconds.
    private static final class Calls {
        private static final MethodHandle MMAP = system("mmap", FunctionDescriptor.of(ADDRESS,
                ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
        private static final MethodHandle MPROTECT = system("mprotect",
                FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    }

    private static MethodHandle system(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
    }
}
