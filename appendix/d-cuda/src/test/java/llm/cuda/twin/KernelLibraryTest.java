package llm.cuda.twin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import llm.cuda.gpu.KernelSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelLibraryTest {
    private static final KernelSource SOURCE = KernelSource.of("elementwise.cu");
    private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000);

    @TempDir
    private Path folder;

    private KernelLibrary load(KernelSource source) {
        return KernelLibrary.of(source, Compiler.find(), folder);
    }

    private static KernelSource withText(String text) {
        return new KernelSource(SOURCE.file(), text, SOURCE.kernels());
    }

    private List<Path> libraries() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".so")).toList();
        }
    }

    @Test
    @DisplayName("a library is compiled once, and nothing else is left behind")
    void compilesOnce() throws IOException {
        load(SOURCE);
        Path file = libraries().getFirst();
        Files.setLastModifiedTime(file, LONG_AGO);
        assertNotEquals(0, load(SOURCE).entry("scale"));
        assertEquals(LONG_AGO, Files.getLastModifiedTime(file));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(2, files.count());
        }
    }

    @Test
    @DisplayName("another text is another library")
    void tellsTextsApart() throws IOException {
        load(SOURCE);
        load(withText(SOURCE.text() + "// changed\n"));
        assertEquals(2, libraries().size());
    }

    @Test
    @DisplayName("a damaged library is compiled again")
    void replacesDamagedFiles() throws IOException {
        load(SOURCE);
        Path file = libraries().getFirst();
        byte[] whole = Files.readAllBytes(file);
        Path half = Files.write(folder.resolve("half"), Arrays.copyOf(whole, whole.length / 2));
        Files.move(half, file, StandardCopyOption.REPLACE_EXISTING);
        load(SOURCE);
        assertArrayEquals(whole, Files.readAllBytes(file));
    }

    @Test
    @DisplayName("a text that is not C++ is refused with the compiler's first error")
    void tellsOfErrors() throws IOException {
        String message = assertThrows(IllegalStateException.class, () ->
                load(withText(SOURCE.text() + "int broken = ;\n"))).getMessage();
        assertTrue(message.matches("kernels must be C\\+\\+ that \\S+ compiles, got "
                + "elementwise.cu:\\d+:\\d+: error: .*"), message);
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    @DisplayName("a machine without a compiler is told of in one sentence")
    void tellsOfMissingCompilers() {
        assertEquals("a machine that runs kernels on its processor must have a C++ compiler on its "
                + "PATH, one of g++, c++, got none", assertThrows(IllegalStateException.class,
                () -> Compiler.find(List.of("g++", "c++"), folder.toString())).getMessage());
    }
}
