package llm.cuda.driver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import llm.cuda.gpu.KernelSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Compiled kernels on disk")
class KernelCacheTest {
    private static final KernelSource SOURCE = KernelSource.of("sentinel.cu");

    @TempDir
    Path folder;
    private FakeCuda fake;

    @BeforeEach
    void start() {
        fake = FakeCuda.fresh();
    }

    private byte[] cubin(Path in, KernelSource source, String architecture) {
        return new KernelCache(in, new Nvrtc(fake.libraries(), 13)).cubin(source, architecture);
    }

    private int compilations() {
        return Collections.frequency(fake.log(), "nvrtcCompileProgram");
    }

    private List<Path> files() {
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @DisplayName("are compiled once, for all processes")
    void once() {
        byte[] first = cubin(folder, SOURCE, "sm_90");
        byte[] second = cubin(folder, SOURCE, "sm_90");
        assertArrayEquals(first, second);
        assertEquals(1, compilations());
        assertEquals(1, files().size(), "no partial file is left");
        assertTrue(files().getFirst().toString().matches(".*/[0-9a-f]{64}\\.cubin"));
    }

    @Test
    @DisplayName("are others for another architecture and another text")
    void others() {
        cubin(folder, SOURCE, "sm_90");
        cubin(folder, SOURCE, "sm_80");
        cubin(folder, new KernelSource(SOURCE.file(), SOURCE.text() + "\n", SOURCE.kernels()),
                "sm_90");
        assertEquals(3, compilations());
        assertEquals(3, files().size());
    }

    @Test
    @DisplayName("are compiled again where a file was cut off or changed")
    void damaged() throws IOException {
        byte[] good = cubin(folder, SOURCE, "sm_90");
        Path file = files().getFirst();
        byte[] whole = Files.readAllBytes(file);
        byte[] changed = whole.clone();
        changed[20] ^= 1;
        for (byte[] bad : List.of(new byte[0], Arrays.copyOf(whole, 50), changed)) {
            Files.write(file, bad);
            assertArrayEquals(good, cubin(folder, SOURCE, "sm_90"));
            assertArrayEquals(whole, Files.readAllBytes(file), "the file is mended");
        }
        assertEquals(4, compilations());
    }

    @Test
    @DisplayName("serve where nothing can be written")
    void readOnly() throws IOException {
        Path occupied = Files.createFile(folder.resolve("file"));
        assertTrue(cubin(occupied.resolve("kernels"), SOURCE, "sm_90").length > 0);
        assertEquals(1, compilations());
    }
}
