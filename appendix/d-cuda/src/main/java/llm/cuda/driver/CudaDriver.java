package llm.cuda.driver;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;

/// NVIDIA's driver: its version, its processors, and the functions that [NvidiaGpu] calls.
final class CudaDriver {
    private static final int OLDEST = 12;

    private final DriverFunctions functions;
    private final String file;

    /// @throws IllegalStateException with one sentence, if no driver of CUDA 12 or newer is there
    CudaDriver(CudaLibraries libraries) {
        CudaLibraries.Loaded loaded = libraries.load(CudaLibrary.DRIVER, Integer.MAX_VALUE);
        file = loaded.file();
        functions = CFunctions.of(DriverFunctions.class, loaded,
                (function, status) -> failure(functions(), function, status));
        int status = functions.cuInit(0);
        if (status != 0 && status != DriverFunctions.CUDA_ERROR_NO_DEVICE) {
            throw failure(functions, "cuInit", status);
        }
        if (version().major() < OLDEST) {
            throw new IllegalStateException("NVIDIA's driver must be one of CUDA %d or newer, got "
                    .formatted(OLDEST) + version() + " in " + file);
        }
    }

    /// A version of CUDA.
    record Version(int major, int minor) {
        @Override
        public String toString() {
            return major + "." + minor;
        }
    }

    /// A processor that the driver tells of.
    ///
    /// @param index      among all of this machine
    /// @param handle     by which the driver knows it
    /// @param capability compute capability, such as 9.0
    /// @param pools      whether memory can be given and taken in the order of a queue
    record Processor(int index, int handle, String name, Version capability, long bytes,
                     boolean pools) {

        /// As a person reads it.
        String description() {
            return "%s (compute capability %s, %d GiB)".formatted(name, capability,
                    Math.round(bytes / (double) (1L << 30)));
        }
    }

    DriverFunctions functions() {
        return functions;
    }

    String file() {
        return file;
    }

    /// The newest version of CUDA whose programs the driver runs.
    Version version() {
        int version = intFrom(functions::cuDriverGetVersion);   // such as 12040
        return new Version(version / 1000, version % 1000 / 10);
    }

    /// All processors, in the driver's order.
    List<Processor> processors() {
        List<Processor> all = new ArrayList<>();
        if (functions.cuInit(0) == DriverFunctions.CUDA_ERROR_NO_DEVICE) {
            return all;
        }
        int count = intFrom(functions::cuDeviceGetCount);
        for (int i = 0; i < count; i++) {
            int index = i;
            all.add(processor(i, intFrom(out -> functions.cuDeviceGet(out, index))));
        }
        return all;
    }

    private Processor processor(int index, int handle) {
        IntUnaryOperator attribute = which ->
                intFrom(out -> functions.cuDeviceGetAttribute(out, which, handle));
        Version capability = new Version(
                attribute.applyAsInt(DriverFunctions.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR),
                attribute.applyAsInt(DriverFunctions.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR));
        boolean pools = attribute.applyAsInt(
                DriverFunctions.CU_DEVICE_ATTRIBUTE_MEMORY_POOLS_SUPPORTED) != 0;
        long bytes = longFrom(out -> functions.cuDeviceTotalMem_v2(out, handle));
        return new Processor(index, handle, name(handle), capability, bytes, pools);
    }

    private String name(int handle) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(256);
            functions.cuDeviceGetName(name, (int) name.byteSize(), handle);
            return name.getString(0);
        }
    }

    /// What a call puts where its argument points to.
    static int intFrom(Consumer<MemorySegment> call) {
        return (int) longFrom(call);
    }

    static long longFrom(Consumer<MemorySegment> call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(JAVA_LONG);
            call.accept(out);
            return out.get(JAVA_LONG, 0);
        }
    }

    static MemorySegment pointerFrom(Consumer<MemorySegment> call) {
        return MemorySegment.ofAddress(longFrom(call));
    }

    /// What to throw when a function of the driver returns a status other than 0.
    static CudaException failure(DriverFunctions functions, String function, int status) {
        return new CudaException("%s must succeed, got %s (%s)".formatted(
                function.replaceAll("_v\\d$", ""), text(status, functions::cuGetErrorName),
                text(status, functions::cuGetErrorString)), status);
    }

    /// A driver does not know the errors of newer ones.
    private static String text(int status, Asked asked) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ADDRESS);
            return asked.status(status, out) == 0 ? CFunctions.text(out.get(ADDRESS, 0))
                    : "error " + status;
        }
    }

    private interface Asked {
        int status(int error, MemorySegment text);
    }
}
