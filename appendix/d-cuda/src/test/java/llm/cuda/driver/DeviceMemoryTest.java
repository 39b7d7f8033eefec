package llm.cuda.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import llm.cuda.gpu.Gpu.Room;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Memory of a processor")
class DeviceMemoryTest {
    private static final long MIB = 1 << 20;
    private static final long BY_PRODUCTS = 32 * MIB;           // the library's workspace

    @TempDir
    Path kernels;

    /// A processor of 100 MiB, with or without CUDA's pool.
    private NvidiaGpu gpu(FakeCuda fake, boolean pools) {
        fake.set("pools", pools ? 1 : 0);
        fake.set("bytes", 100 * MIB);
        return NvidiaGpu.open(0, fake.libraries(), kernels);
    }

    @ParameterizedTest(name = "pool: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("is what is not in use, also after it was used")
    void room(boolean pools) {
        FakeCuda fake = FakeCuda.fresh();
        try (NvidiaGpu gpu = gpu(fake, pools)) {
            gpu.synchronize();
            assertEquals(new Room(100 * MIB - BY_PRODUCTS, 100 * MIB), gpu.room());
            long block = gpu.allocate(8 * MIB);
            assertEquals(new Room(92 * MIB - BY_PRODUCTS, 100 * MIB), gpu.room());
            gpu.free(block);
            gpu.synchronize();
            assertEquals(new Room(100 * MIB - BY_PRODUCTS, 100 * MIB), gpu.room());
        }
        assertEquals(0, fake.control().fake_live());
    }

    @ParameterizedTest(name = "pool: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("is given while there is some, and 0 says that there is none")
    void full(boolean pools) {
        FakeCuda fake = FakeCuda.fresh();
        try (NvidiaGpu gpu = gpu(fake, pools)) {
            long most = gpu.allocate(60 * MIB);
            assertNotEquals(0, most);
            assertEquals(0, gpu.allocate(60 * MIB));
            gpu.free(most);
            assertNotEquals(0, gpu.allocate(60 * MIB), "what waits in the queue is waited for");
            assertEquals(2, fake.control().fake_blocks(), "one block and the library's workspace");
        }
        assertEquals(0, fake.control().fake_blocks(), "closing frees what is left");
    }

    @ParameterizedTest(name = "pool: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("is freed after the work that uses it")
    void order(boolean pools) {
        FakeCuda fake = FakeCuda.fresh();
        try (NvidiaGpu gpu = gpu(fake, pools)) {
            long block = gpu.allocate(4);
            gpu.fill(block, 7, 1);
            gpu.free(block);
            gpu.synchronize();                                  // the fake refuses to free early
            assertEquals(1, fake.control().fake_blocks(), "the library's workspace");
        }
    }

    @ParameterizedTest(name = "pool: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("is freed once")
    void twice(boolean pools) {
        try (NvidiaGpu gpu = gpu(FakeCuda.fresh(), pools)) {
            long block = gpu.allocate(4);
            gpu.free(block);
            assertEquals("a block of the device's memory must be in use when it is freed, got "
                    + "address 0x" + Long.toHexString(block), assertThrows(
                    IllegalArgumentException.class, () -> gpu.free(block)).getMessage());
        }
    }

    @ParameterizedTest(name = "pool: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("that cannot be had for another reason is an error")
    void failure(boolean pools) {
        FakeCuda fake = FakeCuda.fresh();
        try (NvidiaGpu gpu = gpu(fake, pools)) {
            fake.fail(pools ? "cuMemAllocAsync" : "cuMemAlloc_v2", 700);
            assertTrue(assertThrows(CudaException.class, () -> gpu.allocate(4)).getMessage()
                    .contains("CUDA_ERROR_ILLEGAL_ADDRESS"));
        }
    }
}
