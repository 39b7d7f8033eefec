package llm.cuda.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import llm.cuda.driver.CudaDriver.Processor;

/// What there is of CUDA on this machine, and what is missing: for a person who wonders why a
/// processor is not used.
public final class CudaDevices {

    private CudaDevices() {
    }

    /// A processor.
    ///
    /// @param index       by which [NvidiaGpu#open] knows it
    /// @param description model, compute capability and memory
    /// @param whyNot      one sentence on why it cannot be used; empty if it can
    public record Device(int index, String description, Optional<String> whyNot) {
    }

    /// All that was found.
    ///
    /// @param software one line for the driver and each library: its version and file, or one
    ///                 sentence on why it is not there
    public record Report(List<Device> devices, List<String> software) {
        /// Whether any processor can be used.
        public boolean usable() {
            return devices.stream().anyMatch(device -> device.whyNot().isEmpty());
        }
    }

    /// Looks, and never throws.
    public static Report report() {
        return report(CudaLibraries.ofThisMachine());
    }

    static Report report(CudaLibraries libraries) {
        List<String> software = new ArrayList<>();
        Optional<CudaDriver> driver = attempt(software, () -> new CudaDriver(libraries));
        if (driver.isEmpty()) {
            return new Report(List.of(), List.copyOf(software));
        }
        software.add("driver of CUDA %s in %s".formatted(driver.get().version(),
                driver.get().file()));
        int newest = driver.get().version().major();
        Optional<Nvrtc> compiler = attempt(software, () -> new Nvrtc(libraries, newest));
        compiler.ifPresent(c -> software.add("NVRTC %s in %s".formatted(c.version(), c.file())));
        attempt(software, () -> cublas(libraries, newest)).ifPresent(software::add);
        List<Device> devices = attempt(software, driver.get()::processors).orElse(List.of())
                .stream().map(processor -> device(processor, compiler)).toList();
        if (devices.isEmpty()) {
            software.add("the driver finds no processor");
        }
        return new Report(devices, List.copyOf(software));
    }

    private static String cublas(CudaLibraries libraries, int newest) {
        CudaLibraries.Loaded loaded = libraries.load(CudaLibrary.CUBLAS_LT, newest);
        return "cuBLASLt %s in %s".formatted(CublasLt.versionOf(CublasLt.functionsOf(loaded)),
                loaded.file());
    }

    private static Device device(Processor processor, Optional<Nvrtc> compiler) {
        List<String> whyNot = new ArrayList<>();
        if (compiler.isEmpty()) {
            whyNot.add("there is no NVRTC to compile its kernels");
        } else {
            attempt(whyNot, () -> compiler.get().architectureFor(processor.capability()));
        }
        return new Device(processor.index(), processor.description(), whyNot.stream().findFirst());
    }

    private static <T> Optional<T> attempt(List<String> failures, Supplier<T> part) {
        try {
            return Optional.of(part.get());
        } catch (RuntimeException | LinkageError e) {
            failures.add(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
