package llm.cpu.gemm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import llm.cpu.memory.NativeLibrary;

/// The OpenBLAS library that ND4J ships, called directly and from one thread at a time per call.
///
/// OpenBLAS's own threads would spin beside ours and cut small products badly, so it is told to
/// use one; two of our threads with half a product each were as fast on large products and twice
/// as fast on small ones.
public final class OpenBlas implements Gemm {
    private static final int ROW_MAJOR = 101;
    private static final int AS_STORED = 111;
    private static final int TRANSPOSED = 112;

    private final MethodHandle sgemm;
    private final String name;

    private OpenBlas(SymbolLookup library) {
        sgemm = function(library, "cblas_sgemm", FunctionDescriptor.ofVoid(
                JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_FLOAT, ADDRESS,
                JAVA_INT, ADDRESS, JAVA_INT, JAVA_FLOAT, ADDRESS, JAVA_INT));
        name = "OpenBLAS (" + coreName(library) + ")";
        useOneThread(library);
    }

    /// The library, if this platform's is on the class path.
    public static Optional<OpenBlas> load() {
        try {
            Optional<Path> file = NativeLibrary.openBlas();
            chooseCore();
            return file.map(path ->
                    new OpenBlas(SymbolLookup.libraryLookup(path, Arena.global())));
        } catch (IOException | IllegalArgumentException | UnsatisfiedLinkError unusable) {
            System.err.println("OpenBLAS cannot be loaded (" + unusable
                    + "): products are computed in Java, more slowly.");
            return Optional.empty();
        }
    }

    /// Its kernels for the rows and columns that are left over add in another order.
    @Override
    public boolean dependsOnPieces() {
        return true;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void multiply(int m, int n, int k, float alpha, Operand a, Operand b, float beta,
                         Operand c) {
        try {
            sgemm.invokeExact(ROW_MAJOR, order(a), order(b), m, n, k, alpha, address(a),
                    a.stride(), address(b), b.stride(), beta, address(c), c.stride());
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static int order(Operand x) {
        return x.transposed() ? TRANSPOSED : AS_STORED;
    }

    private static MemorySegment address(Operand x) {
        return x.memory().asSlice(x.offset() * Float.BYTES);
    }

    /// Names the kernels for wide vectors: this release takes newer AMD processors for older ones,
    /// which have half the width. A name set by the reader stays.
    private static void chooseCore() {
        MemorySegment setenv = Linker.nativeLinker().defaultLookup().find("setenv")
                .orElse(MemorySegment.NULL);
        if (FloatVector.SPECIES_PREFERRED.vectorBitSize() < 512 || setenv.address() == 0) {
            return;
        }
        MethodHandle set = Linker.nativeLinker().downcallHandle(setenv,
                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            int unused = (int) set.invokeExact(arena.allocateFrom("OPENBLAS_CORETYPE"),
                    arena.allocateFrom("SkylakeX"), 0);
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String coreName(SymbolLookup library) {
        try {
            MethodHandle core = function(library, "openblas_get_corename",
                    FunctionDescriptor.of(ADDRESS));
            MemorySegment text = (MemorySegment) core.invokeExact();
            return text.reinterpret(64).getString(0);
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void useOneThread(SymbolLookup library) {
        try {
            function(library, "openblas_set_num_threads", FunctionDescriptor.ofVoid(JAVA_INT))
                    .invokeExact(1);
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static MethodHandle function(SymbolLookup library, String name,
                                         FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), descriptor);
    }
}
