package llm.cuda.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("CUDA's libraries")
@EnabledOnOs(OS.LINUX)
class CudaLibrariesTest {
    @TempDir
    Path folder;

    private String refusal(CudaLibrary library, int newest) {
        return assertThrows(IllegalStateException.class, () ->
                FakeCuda.of(folder).load(library, newest)).getMessage();
    }

    @Test
    @DisplayName("are told of with their names where there are none")
    void none() {
        assertEquals("NVRTC, the compiler of kernels, must be installed as libnvrtc.so.13 or "
                + "libnvrtc.so.12, got none from llm.cuda.path=[" + folder + "]",
                refusal(CudaLibrary.NVRTC, 13));
        assertEquals("NVIDIA's driver must be installed as libcuda.so.1, got none from "
                + "llm.cuda.path=[" + folder + "]", refusal(CudaLibrary.DRIVER, 13));
    }

    @Test
    @DisplayName("are looked for in the places of a machine")
    void places() {
        LibraryPlaces places = new LibraryPlaces(Map.of(), folder, folder, false);
        CudaLibraries libraries = new CudaLibraries(places, Optional.empty());
        String said = assertThrows(IllegalStateException.class, () ->
                libraries.load(CudaLibrary.NVRTC, 11)).getMessage();
        assertTrue(said.endsWith("got none from CUDA_HOME, CUDA_PATH, the system's loader, "
                + "/usr/local/cuda*, Python's nvidia packages or a jar of "
                + "org.bytedeco:cuda-redist"), said);
    }

    @Test
    @DisplayName("are named where they cannot be loaded")
    void broken() {
        Path file = Folders.file(folder.resolve("libcublasLt.so.12"));
        assertEquals("cuBLASLt, the library for products, must be a library that this system can "
                + "load, got " + file, refusal(CudaLibrary.CUBLAS_LT, 13));
    }

    @Test
    @DisplayName("must not be newer than the driver")
    void tooNew() {
        Path file = Folders.file(folder.resolve("libnvrtc.so.13"));
        assertEquals("NVRTC, the compiler of kernels, must be of CUDA 12, the version of the "
                + "driver, or older, got only " + file, refusal(CudaLibrary.NVRTC, 12));
    }

    @Test
    @DisplayName("of the newest version that fits the driver are taken, of the first place")
    void newest() {
        FakeCuda fake = FakeCuda.fresh();
        Folders.linking(folder.resolve("first"), fake.folder(), "libnvrtc.so.12");
        Folders.linking(folder.resolve("second"), fake.folder(), "libnvrtc.so.12");
        Folders.file(folder.resolve("first/libnvrtc.so.13"));   // cannot be loaded
        CudaLibraries libraries = new CudaLibraries(LibraryPlaces.ofThisMachine(), Optional.of(
                List.of(folder.resolve("none"), folder.resolve("first"),
                        folder.resolve("second"))));
        assertEquals(folder.resolve("first/libnvrtc.so.12").toString(),
                libraries.load(CudaLibrary.NVRTC, 13).file());
    }

    @Test
    @DisplayName("have other names on Windows")
    void windows() {
        assertEquals("nvcuda.dll", CudaLibrary.DRIVER.fileName(12, true));
        assertEquals("nvrtc64_130_0.dll", CudaLibrary.NVRTC.fileName(13, true));
        assertEquals("cublasLt64_12.dll", CudaLibrary.CUBLAS_LT.fileName(12, true));
        assertTrue(CudaLibrary.NVRTC.needs("nvrtc-builtins64_130.dll"));
    }

    @Test
    @DisplayName("of a jar are those that are used, and no others")
    void wanted() {
        List<String> inTheJar = List.of("libcurand.so.10", "libcudart.so.13", "libnvrtc.so.13",
                "libnvrtc-builtins.so.13.1", "libcublasLt.so.13", "libcublas.so.13");
        assertEquals(List.of("libnvrtc.so.13", "libnvrtc-builtins.so.13.1", "libcublasLt.so.13"),
                inTheJar.stream().filter(CudaLibrary::isWanted).toList());
    }
}
