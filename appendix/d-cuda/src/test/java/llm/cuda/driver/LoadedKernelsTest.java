package llm.cuda.driver;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import llm.cpu.memory.NativeLibrary;
import llm.cuda.gpu.KernelSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;

/// Leaves the compiled kernels in the cache, so that whatever comes next begins at once.
@DisplayName("Every kernel, on a real GPU")
class LoadedKernelsTest {

    @Test
    @DisplayName("compiles for it, and is loaded")
    void isLoaded() throws Exception {
        CudaDevices.Report report = CudaDevices.report();
        assumeTrue(report.usable(), report.toString());
        List<KernelSource> sources = KernelSourcesTest.sources().stream().map(Named::getPayload)
                .toList();
        compile(sources);
        try (NvidiaGpu gpu = NvidiaGpu.open(0)) {
            for (KernelSource source : sources) {
                for (String name : source.names()) {
                    assertNotEquals(0, gpu.kernel(source, name).address(), name);
                }
            }
        }
    }

    /// All at the same time: a GPU that is asked for kernels compiles one source after the other.
    private static void compile(List<KernelSource> sources) {
        CudaLibraries libraries = CudaLibraries.ofThisMachine();
        CudaDriver driver = new CudaDriver(libraries);
        Nvrtc compiler = new Nvrtc(libraries, driver.version().major());
        String architecture = compiler.architectureFor(driver.processors().getFirst().capability());
        KernelCache cache =
                new KernelCache(NativeLibrary.cache().resolve("cuda-kernels"), compiler);
        sources.parallelStream().forEach(source -> cache.cubin(source, architecture));
    }
}
