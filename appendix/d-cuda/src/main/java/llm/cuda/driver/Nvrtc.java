package llm.cuda.driver;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Arrays;
import java.util.List;
import llm.cuda.driver.CudaDriver.Version;
import llm.cuda.gpu.KernelSource;

/// NVRTC, the compiler of kernels that CUDA brings as a library.
final class Nvrtc {
    private final NvrtcFunctions functions;
    private final String file;
    private final Version version;

    /// @param newest the greatest major version of CUDA whose programs the driver runs
    /// @throws IllegalStateException with one sentence, if there is none
    Nvrtc(CudaLibraries libraries, int newest) {
        CudaLibraries.Loaded loaded = libraries.load(CudaLibrary.NVRTC, newest);
        file = loaded.file();
        functions = CFunctions.of(NvrtcFunctions.class, loaded, this::failure);
        version = readVersion();
    }

    private Version readVersion() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(JAVA_INT, 2);
            functions.nvrtcVersion(out, out.asSlice(JAVA_INT.byteSize()));
            return new Version(out.getAtIndex(JAVA_INT, 0), out.getAtIndex(JAVA_INT, 1));
        }
    }

    Version version() {
        return version;
    }

    String file() {
        return file;
    }

    /// The architecture to compile for, such as `sm_90`: the processor's own, or the greatest known
    /// one of its generation before it, whose programs it runs as well.
    ///
    /// @throws IllegalStateException with one sentence, if this version knows none
    String architectureFor(Version capability) {
        int[] known = architectures();
        int wanted = number(capability);
        int greatest = Arrays.stream(known).filter(a -> a <= wanted && a / 10 == wanted / 10).max()
                .orElseThrow(() -> new IllegalStateException(("NVRTC must know the processor's "
                        + "compute capability %s, but NVRTC %s (%s) knows %s").formatted(capability,
                        version, file, Arrays.toString(known))));
        return "sm_" + greatest;
    }

    private static int number(Version capability) {
        return 10 * capability.major() + capability.minor();
    }

    private int[] architectures() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment known = arena.allocate(JAVA_INT,
                    CudaDriver.intFrom(functions::nvrtcGetNumSupportedArchs));
            functions.nvrtcGetSupportedArchs(known);
            return known.toArray(JAVA_INT);
        }
    }

    /// How sources are compiled. `--fmad=false`: a product and a sum are rounded one by one, as in
    /// Java and by the twin, unless the source says `fmaf`, which is twice as fast; so results do
    /// not depend on which of them a version of the compiler fuses. There is no `--use_fast_math`:
    /// divisions and roots are rounded exactly, and the smallest numbers are not taken for 0.
    static List<String> options(String architecture) {
        return List.of("--gpu-architecture=" + architecture, "--std=c++17", "--fmad=false",
                "-default-device");
    }

    /// @param cubin machine code
    /// @param log   what the compiler has to say of it
    record Compiled(byte[] cubin, String log) {
    }

    /// Compiles a source to a CUBIN.
    ///
    /// @throws IllegalStateException with the compiler's words, if the source is wrong
    Compiled compile(KernelSource source, List<String> options) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment program = create(arena, source);
            try {
                int status = functions.nvrtcCompileProgram(program, options.size(),
                        strings(arena, options));
                if (status == NvrtcFunctions.NVRTC_ERROR_COMPILATION) {
                    throw new CudaException("%s must compile by NVRTC %s with %s, got: %s"
                            .formatted(source.file(), version, options, log(arena, program)),
                            status);
                } else if (status != 0) {
                    throw failure("nvrtcCompileProgram", status);
                }
                return new Compiled(cubin(arena, program), log(arena, program));
            } finally {
                destroy(program);
            }
        }
    }

    private MemorySegment create(Arena arena, KernelSource source) {
        MemorySegment common = arena.allocateFrom(KernelSource.read(KernelSource.COMMON));
        return CudaDriver.pointerFrom(out -> functions.nvrtcCreateProgram(out,
                arena.allocateFrom(source.text()), arena.allocateFrom(source.file()), 1,
                arena.allocateFrom(ADDRESS, common), strings(arena, List.of(KernelSource.COMMON))));
    }

    private void destroy(MemorySegment program) {
        try (Arena arena = Arena.ofConfined()) {
            functions.nvrtcDestroyProgram(arena.allocateFrom(ADDRESS, program));
        }
    }

    private byte[] cubin(Arena arena, MemorySegment program) {
        MemorySegment image = arena.allocate(CudaDriver.longFrom(out ->
                functions.nvrtcGetCUBINSize(program, out)));
        functions.nvrtcGetCUBIN(program, image);
        return image.toArray(JAVA_BYTE);
    }

    private String log(Arena arena, MemorySegment program) {
        MemorySegment log = arena.allocate(1 + CudaDriver.longFrom(out ->
                functions.nvrtcGetProgramLogSize(program, out)));
        functions.nvrtcGetProgramLog(program, log);
        return log.getString(0).strip();
    }

    /// An array of pointers to texts.
    private static MemorySegment strings(SegmentAllocator memory, List<String> texts) {
        MemorySegment array = memory.allocate(ADDRESS, texts.size());
        for (int i = 0; i < texts.size(); i++) {
            array.setAtIndex(ADDRESS, i, memory.allocateFrom(texts.get(i)));
        }
        return array;
    }

    private CudaException failure(String function, int status) {
        return new CudaException("%s must succeed, got %s (%s)".formatted(function,
                CFunctions.text(functions.nvrtcGetErrorString(status)), file), status);
    }
}
