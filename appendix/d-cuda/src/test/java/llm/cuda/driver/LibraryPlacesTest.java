package llm.cuda.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Places where CUDA's libraries may be")
class LibraryPlacesTest {
    @TempDir
    Path root;

    private List<String> found(Map<String, String> environment, String... files) {
        for (String file : files) {
            Folders.file(root.resolve(file));
        }
        LibraryPlaces places = new LibraryPlaces(environment, root, root.resolve("home/me"), false);
        return Stream.concat(places.chosen().stream(), places.usual().stream()).map(folder ->
                root.relativize(folder).toString().replace('\\', '/')).toList();
    }

    @Test
    @DisplayName("none, where nothing is installed")
    void none() {
        assertEquals(List.of(), found(Map.of("CUDA_HOME", root.resolve("gone").toString())));
    }

    @Test
    @DisplayName("a toolkit that the environment names comes before those that are installed")
    void toolkits() {
        assertEquals(List.of("opt/mine/lib64", "usr/local/cuda-13.0/lib64",
                "usr/local/cuda-13.0/targets/x86_64-linux/lib", "usr/local/cuda-12.4/lib64"),
                found(Map.of("CUDA_HOME", root.resolve("opt/mine").toString()),
                        "usr/local/cuda-12.4/lib64/libnvrtc.so.12",
                        "usr/local/cuda-13.0/lib64/libnvrtc.so.13",
                        "usr/local/cuda-13.0/targets/x86_64-linux/lib/libnvrtc.so.13",
                        "opt/mine/lib64/libnvrtc.so.13"));
    }

    @Test
    @DisplayName("Python's packages of a virtual environment, then of the user, then of all")
    void pythons() {
        assertEquals(List.of("venv/lib/python3.12/site-packages/nvidia/cuda_nvrtc/lib",
                "venv/lib/python3.12/site-packages/nvidia/cu13/lib",
                "home/me/.local/lib/python3.11/site-packages/nvidia/cublas/lib",
                "usr/lib/python3/dist-packages/nvidia/cublas/lib"),
                found(Map.of("VIRTUAL_ENV", root.resolve("venv").toString()),
                        "venv/lib/python3.12/site-packages/nvidia/cu13/lib/libnvrtc.so.13",
                        "venv/lib/python3.12/site-packages/nvidia/cuda_nvrtc/lib/libnvrtc.so.12",
                        "home/me/.local/lib/python3.11/site-packages/nvidia/cublas/lib/x",
                        "usr/lib/python3/dist-packages/nvidia/cublas/lib/x"));
    }

    @Test
    @DisplayName("a toolkit and Python's packages on Windows")
    void windows() {
        assertEquals(List.of("Program Files/NVIDIA GPU Computing Toolkit/CUDA/v12.9/bin",
                "venv/Lib/site-packages/nvidia/cublas/bin"),
                found(Map.of("ProgramFiles", root.resolve("Program Files").toString(),
                        "VIRTUAL_ENV", root.resolve("venv").toString()),
                        "Program Files/NVIDIA GPU Computing Toolkit/CUDA/v12.9/bin/x.dll",
                        "venv/Lib/site-packages/nvidia/cublas/bin/cublasLt64_12.dll"));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"usr/lib/wsl/lib", "run/opengl-driver/lib", "usr/local/nvidia/lib64"})
    @DisplayName("the drivers of Windows' Linux, of NixOS and of containers in a cluster")
    void drivers(String folder) {
        assertEquals(List.of(folder), found(Map.of(), folder + "/libcuda.so.1"));
    }
}
