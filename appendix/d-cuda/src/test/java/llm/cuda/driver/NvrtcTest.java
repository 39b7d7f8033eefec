package llm.cuda.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import llm.cuda.driver.CudaDriver.Version;
import llm.cuda.gpu.KernelSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The compiler of kernels, by a fake")
class NvrtcTest {
    private FakeCuda fake;
    private Nvrtc nvrtc;

    @BeforeEach
    void start() {
        fake = FakeCuda.fresh();
        nvrtc = new Nvrtc(fake.libraries(), 13);
    }

    @Test
    @DisplayName("has a version and a file")
    void version() {
        assertEquals(new Version(12, 9), nvrtc.version());
        assertEquals(fake.folder().resolve("libnvrtc.so.12").toString(), nvrtc.file());
    }

    @Test
    @DisplayName("is given the source, its header and how to round")
    void compiles() {
        KernelSource source = KernelSource.of("sentinel.cu");
        String made = new String(nvrtc.compile(source, Nvrtc.options("sm_89")).cubin(),
                StandardCharsets.UTF_8);
        assertEquals("FAKE sm_89\n" + source.text() + "\0", made);
        assertEquals("--gpu-architecture=sm_89 --std=c++17 --fmad=false -default-device ",
                CFunctions.text(fake.control().fake_options()));
        assertEquals(0, fake.control().fake_live(), "the program is destroyed");
    }

    @Test
    @DisplayName("tells what is wrong with a source, and forgets it")
    void wrongSource() {
        KernelSource wrong = new KernelSource("wrong.cu", "#error no such thing", Map.of());
        assertEquals("wrong.cu must compile by NVRTC 12.9 with [sm_90], got: wrong.cu(1): error: "
                + "#error no such thing", assertThrows(CudaException.class, () ->
                nvrtc.compile(wrong, List.of("sm_90"))).getMessage());
        assertEquals(0, fake.control().fake_live());
    }

    @Test
    @DisplayName("says which of its calls failed")
    void failure() {
        fake.fail("nvrtcGetCUBIN", 11);
        String said = assertThrows(CudaException.class, () ->
                nvrtc.compile(KernelSource.of("sentinel.cu"), List.of("sm_90"))).getMessage();
        assertTrue(said.startsWith("nvrtcGetCUBIN must succeed, got NVRTC_ERROR_INTERNAL_ERROR ("),
                said);
        assertEquals(0, fake.control().fake_live());
    }

    @ParameterizedTest(name = "{0}.{1}: {2}")
    @CsvSource({"7,5,sm_75", "8,0,sm_80", "8,7,sm_86", "9,0,sm_90", "10,3,sm_100"})
    @DisplayName("knows the architecture whose programs a processor runs")
    void architectures(int major, int minor, String architecture) {
        assertEquals(architecture, nvrtc.architectureFor(new Version(major, minor)));
    }

    @ParameterizedTest(name = "{0}.{1}")
    @CsvSource({"7,0", "12,0"})
    @DisplayName("knows no architecture of other generations")
    void strangeArchitectures(int major, int minor) {
        assertTrue(assertThrows(IllegalStateException.class, () ->
                nvrtc.architectureFor(new Version(major, minor))).getMessage().startsWith(
                "NVRTC must know the processor's compute capability " + major + "." + minor));
    }
}
