package llm.cuda.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import llm.cuda.driver.CudaDevices.Report;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A report on CUDA")
class CudaDevicesTest {
    @TempDir
    Path folder;
    private FakeCuda fake;

    @BeforeEach
    void start() {
        fake = FakeCuda.fresh();
    }

    private static String sentence(Report report) {
        assertEquals(1, report.software().size(), report.software().toString());
        return report.software().getFirst();
    }

    @Test
    @DisplayName("lists processors and the versions of the libraries")
    void everything() {
        fake.set("devices", 2);
        fake.set("capability", 89);
        Report report = CudaDevices.report(fake.libraries());
        assertEquals(List.of("Fake GPU 0 (compute capability 8.9, 1 GiB)",
                "Fake GPU 1 (compute capability 8.9, 1 GiB)"),
                report.devices().stream().map(CudaDevices.Device::description).toList());
        assertEquals(List.of("driver of CUDA 13.0 in " + fake.folder().resolve("libcuda.so.1"),
                "NVRTC 12.9 in " + fake.folder().resolve("libnvrtc.so.12"),
                "cuBLASLt 12.9 in " + fake.folder().resolve("libcublasLt.so.12")),
                report.software());
        assertTrue(report.usable());
    }

    @Test
    @DisplayName("says that there is no driver")
    void noDriver() {
        Report report = CudaDevices.report(FakeCuda.of(folder));
        assertTrue(sentence(report).startsWith("NVIDIA's driver must be installed"));
        assertFalse(report.usable());
    }

    @Test
    @DisplayName("says that the driver is too old")
    void oldDriver() {
        fake.set("version", 11080);
        assertEquals("NVIDIA's driver must be one of CUDA 12 or newer, got 11.8 in "
                + fake.folder().resolve("libcuda.so.1"),
                sentence(CudaDevices.report(fake.libraries())));
    }

    @Test
    @DisplayName("says that the driver does not start")
    void brokenDriver() {
        fake.fail("cuInit", 999);
        assertEquals("cuInit must succeed, got CUDA_ERROR_UNKNOWN (a fake error)",
                sentence(CudaDevices.report(fake.libraries())));
    }

    @Test
    @DisplayName("knows no words for an error that the driver has none for")
    void unknownError() {
        fake.fail("cuInit", 12345);
        assertEquals("cuInit must succeed, got error 12345 (error 12345)",
                sentence(CudaDevices.report(fake.libraries())));
    }

    @Test
    @DisplayName("says that there is no processor")
    void noProcessor() {
        fake.set("devices", 0);
        Report report = CudaDevices.report(fake.libraries());
        assertEquals("the driver finds no processor", report.software().getLast());
        assertFalse(report.usable());
    }

    @Test
    @DisplayName("says that there is no compiler, of the library and of each processor")
    void noCompiler() {
        Report report = CudaDevices.report(FakeCuda.of(Folders.linking(folder, fake.folder(),
                "libcuda.so.1")));
        assertTrue(report.software().get(1).startsWith("NVRTC, the compiler of kernels, must be"));
        assertTrue(report.software().get(2).startsWith("cuBLASLt, the library for products, must"));
        assertEquals("there is no NVRTC to compile its kernels",
                report.devices().getFirst().whyNot().orElseThrow());
        assertFalse(report.usable());
    }

    @Test
    @DisplayName("says that the compiler does not know a processor")
    void strangeProcessor() {
        fake.set("capability", 70);
        Report report = CudaDevices.report(fake.libraries());
        assertEquals("NVRTC must know the processor's compute capability 7.0, but NVRTC 12.9 ("
                + fake.folder().resolve("libnvrtc.so.12") + ") knows [75, 80, 86, 89, 90, 100]",
                report.devices().getFirst().whyNot().orElseThrow());
    }

    @Test
    @DisplayName("of this machine never throws")
    void thisMachine() {
        assertFalse(CudaDevices.report().software().isEmpty());
    }
}
