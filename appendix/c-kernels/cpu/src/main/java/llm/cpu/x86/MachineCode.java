package llm.cpu.x86;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import llm.cpu.memory.NativeFunction;
import llm.cpu.simd.VectorMath;
import org.jspecify.annotations.Nullable;

/// Makes functions of what an [Assembler] wrote. The code stands in memory of its own, which is no
/// longer writable when it becomes executable.
///
/// This is the one door to machine code. The system property `llm.cpu.native=off` closes it; then
/// the kernels run that every reader has who is not on Linux on x86-64. `avx2` leaves out what only
/// newer processors have.
final class MachineCode {
    private static final int READ_WRITE = 1 | 2;
    private static final int READ_EXECUTE = 1 | 4;
    private static final int PRIVATE_ANONYMOUS = 2 | 32;
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final byte RETURN = (byte) 0xC3;
    private static final AtomicBoolean TOLD_OF_REFUSAL = new AtomicBoolean();
    private static final Set<String> FEATURES = features();
    private static final boolean RUNS_HERE = !choice().equals("off")
            && System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64")
            && FEATURES.containsAll(List.of("avx2", "fma"))
            && executable(new byte[] {RETURN}).isPresent();

    private MachineCode() {
    }

    private static String choice() {
        String choice = System.getProperty("llm.cpu.native", "on");
        if (!List.of("on", "avx2", "off").contains(choice)) {
            throw new IllegalArgumentException(
                    "llm.cpu.native must be on, avx2 or off, got " + choice);
        }
        return choice;
    }

    /// What the processor can do; empty where the system does not tell.
    private static Set<String> features() {
        try {
            return Files.readAllLines(PROCESSORS).stream()
                    .filter(line -> line.startsWith("flags")).findFirst()
                    .map(line -> Arrays.stream(line.split(" ")).collect(Collectors.toSet()))
                    .orElse(Set.of());
        } catch (IOException hidden) {
            return Set.of();
        }
    }

    /// Whether this is Linux on a processor that has the instructions of [Assembler], and the system
    /// allows code that comes from no file.
    static boolean runsHere() {
        return RUNS_HERE;
    }

    /// Whether, besides, the vectors of Java have as many values as those of [Assembler]. Longer
    /// ones make Java's loops as fast, where memory does not keep them waiting.
    static boolean runsLikeJava() {
        return RUNS_HERE && VectorMath.LANES == Assembler.LANES;
    }

    /// Whether the processor has vectors of 512 bits too.
    static boolean hasLongVectors() {
        return RUNS_HERE && choice().equals("on") && FEATURES.contains("avx512f");
    }

    /// Whether the processor adds up products of 16-bit numbers in such vectors.
    static boolean hasLongProducts() {
        return hasLongVectors() && FEATURES.containsAll(List.of("avx512bw", "avx512_vnni"));
    }

    /// A function, where machine code runs. It must be short, because nothing can stop the program
    /// while it runs.
    ///
    /// The system may have come to refuse what it allowed at the start: then there is none either,
    /// and who needs it must have loops in Java at hand.
    static Optional<NativeFunction> function(byte[] code) {
        if (!RUNS_HERE) {
            return Optional.empty();
        }
        Optional<MemorySegment> memory = executable(code);
        if (memory.isEmpty() && !TOLD_OF_REFUSAL.getAndSet(true)) {
            System.err.println("The system refuses memory for machine code: loops in Java run in "
                    + "its place, more slowly.");
        }
        return memory.map(at -> NativeFunction.at(at, Linker.Option.critical(false)));
    }

    /// Whether all of some functions could be made.
    static boolean all(@Nullable NativeFunction... functions) {
        return Stream.of(functions).allMatch(Objects::nonNull);
    }

    private static Optional<MemorySegment> executable(byte[] code) {
        long address = Calls.MMAP.call(0, code.length, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0);
        if (address == -1) {
            return Optional.empty();
        }
        MemorySegment memory = MemorySegment.ofAddress(address).reinterpret(code.length);
        memory.copyFrom(MemorySegment.ofArray(code));
        boolean allowed = (int) Calls.MPROTECT.call(address, code.length, READ_EXECUTE) == 0;
        return allowed ? Optional.of(memory) : Optional.empty();
    }

    /// What a thread tells its functions beside their arguments: numbers in memory of its own.
    static ThreadLocal<MemorySegment> told(int bytes) {
        return ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(bytes, Long.BYTES));
    }

    static void tell(MemorySegment told, int field, long value) {
        told.set(JAVA_LONG, field, value);
    }

    /// Linked by the first function, and not where none is made.
    private static final class Calls {
        private static final NativeFunction MMAP = NativeFunction.named("mmap").orElseThrow();
        private static final NativeFunction MPROTECT =
                NativeFunction.named("mprotect").orElseThrow();
    }
}
