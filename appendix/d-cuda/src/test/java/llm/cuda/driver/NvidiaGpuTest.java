package llm.cuda.driver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import llm.cuda.gpu.Grid;
import llm.cuda.gpu.Kernel;
import llm.cuda.gpu.KernelSource;
import llm.cuda.gpu.Signature;
import llm.cuda.gpu.Signature.Type;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An NVIDIA processor, by a fake driver")
class NvidiaGpuTest {
    @TempDir
    Path kernels;
    private FakeCuda fake;

    @BeforeEach
    void start() {
        fake = FakeCuda.fresh();
    }

    @AfterEach
    void nothingIsLeft() {
        if (fake != null) {
            assertEquals(0, fake.control().fake_live(), "all that was created is destroyed");
        }
    }

    private NvidiaGpu open() {
        return NvidiaGpu.open(0, fake.libraries(), kernels);
    }

    @Test
    @DisplayName("says what it is, with the versions of driver and compiler")
    void describes() {
        try (NvidiaGpu gpu = open()) {
            assertEquals("Fake GPU 0 (compute capability 9.0, 1 GiB), NVRTC 12.9, driver of CUDA "
                    + "13.0", gpu.description());
        }
    }

    @Test
    @DisplayName("is refused if it takes a kernel and does nothing")
    void sentinel() {
        fake.set("idle", 1);
        assertEquals("Fake GPU 0 (compute capability 9.0, 1 GiB), NVRTC 12.9, driver of CUDA 13.0 "
                + "must do what a kernel says, but of 1000 values that a first kernel was to "
                + "write 0 are right",
                assertThrows(IllegalStateException.class, this::open).getMessage());
    }

    @Test
    @DisplayName("must have a number that the driver knows")
    void number() {
        assertEquals("a processor's number must be one of the 1 that the driver finds, counted "
                + "from 0, got 1", assertThrows(IllegalStateException.class, () ->
                NvidiaGpu.open(1, fake.libraries(), kernels)).getMessage());
    }

    static List<String> functionsOfOpening() {
        return List.of("cuInit", "cuDriverGetVersion", "cuDeviceGetCount", "cuDeviceGet",
                "cuDeviceGetName", "cuDeviceGetAttribute", "cuDeviceTotalMem_v2",
                "cuDevicePrimaryCtxRetain", "cuCtxSetCurrent", "cuStreamCreate",
                "cuDeviceGetDefaultMemPool", "cuMemPoolSetAttribute", "cuMemHostAlloc",
                "cuEventCreate", "cuMemAllocAsync", "cuModuleLoadData", "cuModuleGetFunction",
                "cuMemsetD32Async", "cuLaunchKernel", "cuMemcpyDtoHAsync_v2", "cuEventRecord",
                "cuEventSynchronize", "nvrtcVersion", "nvrtcGetNumSupportedArchs",
                "nvrtcGetSupportedArchs", "nvrtcCreateProgram", "nvrtcCompileProgram",
                "nvrtcGetCUBINSize", "nvrtcGetCUBIN");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("functionsOfOpening")
    @DisplayName("gives all back if a call fails while it is opened, and says which")
    void failsCleanly(String function) {
        fake.fail(function, 999);
        String said = assertThrows(IllegalStateException.class, this::open).getMessage();
        assertTrue(said.contains(function.replace("_v2", "") + " must succeed, got "), said);
    }

    @Test
    @DisplayName("calls each function of the driver that is declared")
    void nothingIsDeclaredInVain() {
        for (int pools = 0; pools < 2; pools++) {
            fake.set("pools", pools);
            try (NvidiaGpu gpu = open()) {
                long block = gpu.allocate(64);
                gpu.copyIn(MemorySegment.ofArray(new byte[64]), block);
                gpu.copy(block, block, 64);
                gpu.room();
            }
        }
        fake.fail("cuDevicePrimaryCtxRetain", 999);
        assertThrows(IllegalStateException.class, this::open);
        List<String> called = fake.log();
        for (Method declared : DriverFunctions.class.getDeclaredMethods()) {
            if (!declared.getName().startsWith("cuGetError")) {
                assertTrue(called.contains(declared.getName()), declared.getName());
            }
        }
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {0, 1, 8 << 20, 9 << 20, (40 << 20) + 17})
    @DisplayName("copies in, within and out, whatever the host does with its memory afterwards")
    void copies(int bytes) {
        byte[] original = new byte[bytes];
        new Random(1).nextBytes(original);
        try (NvidiaGpu gpu = open()) {
            long first = gpu.allocate(bytes);
            long second = gpu.allocate(bytes);
            byte[] given = original.clone();
            gpu.copyIn(MemorySegment.ofArray(given), first);
            Arrays.fill(given, (byte) 0);
            gpu.copy(first, second, bytes);
            gpu.fill(first, 0, bytes / 4);
            byte[] returned = new byte[bytes];
            gpu.copyOut(second, MemorySegment.ofArray(returned));
            assertArrayEquals(original, returned);
        }
    }

    @Test
    @DisplayName("fills with a word")
    void fills() {
        try (NvidiaGpu gpu = open()) {
            long block = gpu.allocate(12);
            gpu.fill(block, Float.floatToIntBits(1.5f), 3);
            float[] found = new float[3];
            gpu.copyOut(block, MemorySegment.ofArray(found));
            assertArrayEquals(new float[] {1.5f, 1.5f, 1.5f}, found);
        }
    }

    @Test
    @DisplayName("gives a kernel its grid and each argument as the source declares it")
    void launches() {
        try (NvidiaGpu gpu = open()) {
            Signature signature = new Signature("mix", List.of(Type.POINTER, Type.INT, Type.LONG,
                    Type.FLOAT, Type.DOUBLE));
            KernelSource source = new KernelSource("mix.cu", "extern \"C\" __global__ void mix("
                    + "float* p, int i, long long l, float f, double d) {}",
                    Map.of("mix", signature));
            Kernel kernel = gpu.kernel(source, "mix");
            fake.control().fake_parameters(5);
            gpu.launch(kernel, new Grid(7, 5, 96), 0x123456789AL, 0, -2L, 1f, 1.0);
            assertEquals("mix <<<7 5 1, 96 1 1>>> 123456789a 0 fffffffffffffffe 3f800000 "
                    + "3ff0000000000000", fake.lastLaunch());
            assertThrows(IllegalArgumentException.class, () ->
                    gpu.launch(kernel, new Grid(1, 1, 32), 1));
        }
    }

    @Test
    @DisplayName("loads a source once, and finds no kernel that it does not declare")
    void kernelsOfASource() {
        try (NvidiaGpu gpu = open()) {
            KernelSource source = KernelSource.of("sentinel.cu");
            fake.control().fake_clear_log();
            assertEquals(gpu.kernel(source, "sentinel"), gpu.kernel(source, "sentinel"));
            assertFalse(fake.log().contains("cuModuleLoadData"), "it was loaded at the start");
            assertThrows(IllegalArgumentException.class, () -> gpu.kernel(source, "watchman"));
        }
    }

    @Test
    @DisplayName("says with both versions that a driver cannot load what the compiler made")
    void versionsThatDoNotFit() {
        fake.fail("cuModuleLoadData", 209);
        assertEquals("sentinel.cu, compiled for sm_90, must be loadable (NVRTC 12.9, driver of "
                + "CUDA 13.0), but cuModuleLoadData must succeed, got CUDA_ERROR_NO_BINARY_FOR_GPU (a "
                + "fake error)", assertThrows(CudaException.class, this::open).getMessage());
    }

    @Test
    @DisplayName("may be called by any thread")
    void threads() throws InterruptedException {
        try (NvidiaGpu gpu = open()) {
            int[] found = new int[1];
            Thread other = Thread.ofPlatform().start(() -> {
                long block = gpu.allocate(4);
                gpu.fill(block, 42, 1);
                gpu.copyOut(block, MemorySegment.ofArray(found));
            });
            other.join();
            assertEquals(42, found[0]);
        }
    }

    @Test
    @DisplayName("tells of a kernel's fault when it next waits, by its name, and ever after")
    void faults() {
        NvidiaGpu gpu = open();
        fake.set("fault", 700);
        long block = gpu.allocate(4);
        gpu.launch(gpu.kernel(KernelSource.of("sentinel.cu"), "sentinel"), Grid.overRows(1), block,
                1, 0);
        assertEquals("cuStreamSynchronize must succeed, got CUDA_ERROR_ILLEGAL_ADDRESS (an illegal "
                + "memory access was encountered); the kernel that was launched last is sentinel",
                assertThrows(CudaException.class, gpu::synchronize).getMessage());
        assertEquals(700, assertThrows(CudaException.class, () -> gpu.fill(block, 0, 1)).status());
        assertThrows(CudaException.class, gpu::close, "nothing can be given back in order");
        fake = null;                                            // so something is left
    }

    @Test
    @DisplayName("cannot be used when it is closed, and is closed once")
    void closes() {
        NvidiaGpu gpu = open();
        gpu.close();
        gpu.close();
        assertTrue(assertThrows(IllegalStateException.class, gpu::synchronize).getMessage()
                .endsWith("must be open, but it was closed"));
    }

    @Test
    @DisplayName("works without a library for products")
    void withoutProducts() {
        fake.set("version", 11080);
        fake.set("version", 12000);
        try (NvidiaGpu with = open()) {
            assertTrue(with.products().isPresent());
        }
        CudaLibraries few = FakeCuda.of(Folders.linking(kernels.resolve("few"), fake.folder(),
                "libcuda.so.1", "libnvrtc.so.12"));
        try (NvidiaGpu without = NvidiaGpu.open(0, few, kernels)) {
            assertTrue(without.products().isEmpty());
        }
    }

    @Test
    @DisplayName("works, and says so, where the library for products does not")
    void brokenProducts() {
        fake.fail("cublasLtCreate", 1);
        try (NvidiaGpu gpu = open()) {
            assertTrue(gpu.products().isEmpty());
            assertTrue(gpu.description().endsWith(", products by the book's own kernels: "
                    + "cublasLtCreate must succeed, got status 1 (a fake error)"),
                    gpu.description());
        }
    }

    @Test
    @DisplayName("counts the host's own memory as well as that of native segments")
    void nativeSegments() {
        try (NvidiaGpu gpu = open(); Arena arena = Arena.ofConfined()) {
            long block = gpu.allocate(8);
            gpu.copyIn(arena.allocateFrom(ValueLayout.JAVA_LONG, 0x1122334455667788L), block);
            MemorySegment back = arena.allocate(8);
            gpu.copyOut(block, back);
            assertEquals(0x1122334455667788L, back.get(ValueLayout.JAVA_LONG_UNALIGNED, 0));
        }
    }
}
