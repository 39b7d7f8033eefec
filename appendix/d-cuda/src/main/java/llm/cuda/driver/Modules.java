package llm.cuda.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import llm.cuda.driver.CudaDriver.Processor;
import llm.cuda.gpu.Kernel;
import llm.cuda.gpu.KernelSource;

/// Kernels in a processor: each source is compiled and loaded when one of its functions is first
/// asked for.
final class Modules {
    private final DriverFunctions cuda;
    private final KernelCache cache;
    private final String architecture;
    private final String versions;
    private final Map<String, Module> bySource = new HashMap<>();

    /// @param handle by which the driver knows it
    private record Module(MemorySegment handle, Map<String, Kernel> kernels) {
    }

    Modules(CudaDriver driver, Nvrtc compiler, Processor processor, Path folder) {
        cuda = driver.functions();
        cache = new KernelCache(folder, compiler);
        architecture = compiler.architectureFor(processor.capability());
        versions = "NVRTC %s, driver of CUDA %s".formatted(compiler.version(), driver.version());
    }

    /// Of the compiler and the driver, which must fit each other, in words.
    String versions() {
        return versions;
    }

    Kernel kernel(KernelSource source, String name) {
        Module module = bySource.computeIfAbsent(source.text(), text -> load(source));
        return module.kernels().computeIfAbsent(name, n -> find(source, module, n));
    }

    private Module load(KernelSource source) {
        byte[] cubin = cache.cubin(source, architecture);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment image = arena.allocate(cubin.length, Long.BYTES);
            image.copyFrom(MemorySegment.ofArray(cubin));
            return new Module(CudaDriver.pointerFrom(out -> cuda.cuModuleLoadData(out, image)),
                    new HashMap<>());
        } catch (CudaException e) {
            throw new CudaException("%s, compiled for %s, must be loadable (%s), but %s".formatted(
                    source.file(), architecture, versions, e.getMessage()), e.status());
        }
    }

    private Kernel find(KernelSource source, Module module, String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(name);
            return new Kernel(source.signature(name), CudaDriver.longFrom(out ->
                    cuda.cuModuleGetFunction(out, module.handle(), text)));
        }
    }

    void close() {
        bySource.values().forEach(module -> cuda.cuModuleUnload(module.handle()));
        bySource.clear();
    }
}
