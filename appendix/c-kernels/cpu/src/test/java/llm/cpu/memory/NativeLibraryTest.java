package llm.cpu.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import llm.cpu.gemm.OpenBlas;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The copy of OpenBLAS in the cache")
class NativeLibraryTest {
    private static final String CACHE = "llm.cache";
    private final String cache = System.getProperty(CACHE);
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void listen() {
        System.setProperty(CACHE, folder.toString());
        System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setErr(err);
        System.setProperty(CACHE, cache);
    }

    private String told() {
        return told.toString(StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("is made again, and that is said in a line, where it was cut short or changed")
    void isMadeAgain() throws IOException {
        Path library = NativeLibrary.openBlas().orElseThrow();
        byte[] whole = Files.readAllBytes(library);
        assertThat(NativeLibrary.openBlas()).hasValue(library);
        assertThat(told()).isEmpty();

        try (FileChannel channel = FileChannel.open(library, StandardOpenOption.WRITE)) {
            channel.truncate(whole.length / 2);
        }
        NativeLibrary.openBlas();
        assertThat(library).hasBinaryContent(whole);
        assertThat(told()).contains("The copy of openblas", "is not as it was written").hasLineCount(1);

        byte[] changed = whole.clone();
        changed[changed.length / 2] ^= 1;
        Files.write(library, changed);
        NativeLibrary.openBlas();
        assertThat(library).hasBinaryContent(whole);
    }

    @Test
    @DisplayName("is done without, and that is said in a line, where nothing can be written")
    void isDoneWithout() throws IOException {
        System.setProperty(CACHE, Files.createFile(folder.resolve("file")).toString());

        assertThat(OpenBlas.load()).isEmpty();
        assertThat(told()).contains("OpenBLAS cannot be loaded", "products are computed in Java")
                .hasLineCount(1);
    }
}
