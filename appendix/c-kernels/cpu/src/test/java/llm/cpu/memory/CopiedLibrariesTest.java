package llm.cpu.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Libraries in JavaCPP's jars")
class CopiedLibrariesTest {
    private static final Predicate<String> WANTED = name -> name.contains("good");

    private final String before = System.getProperty("llm.cache");
    @TempDir
    Path folder;

    @BeforeEach
    void start() {
        System.setProperty("llm.cache", folder.resolve("cache").toString());
    }

    @AfterEach
    void restore() {
        System.setProperty("llm.cache", before);
    }

    private URL jar(String name, String... files) throws IOException {
        Path jar = folder.resolve(name);
        String inside = "org/bytedeco/thing/" + NativeLibrary.platform() + "/";
        try (OutputStream out = Files.newOutputStream(jar);
             JarOutputStream entries = new JarOutputStream(out)) {
            entries.putNextEntry(new JarEntry(inside));
            for (String file : files) {
                entries.putNextEntry(new JarEntry(inside + file));
                entries.write(file.getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar.toUri().toURL();
    }

    private static List<String> names(Path copied) throws IOException {
        try (Stream<Path> files = Files.list(copied)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    @DisplayName("are copied from all jars: those that are wanted, and neither JNI's nor texts")
    void copies() throws IOException {
        URL first = jar("first.jar", "libgood.so.1", "libjnigood.so", "libbad.so", "good.txt");
        URL second = jar("second.jar", "libgood-too.so", "good64_1.dll");
        try (URLClassLoader classes = new URLClassLoader(new URL[] {first, second}, null)) {
            Path copied = NativeLibrary.copied("thing", WANTED, classes).orElseThrow();
            assertEquals(List.of("complete", "good64_1.dll", "libgood-too.so", "libgood.so.1"),
                    names(copied));
            assertEquals("libgood.so.1", Files.readString(copied.resolve("libgood.so.1")));
            assertTrue(copied.startsWith(folder.resolve("cache")));
        }
    }

    @Test
    @DisplayName("are copied once, and again for other jars")
    void once() throws IOException {
        URL first = jar("first.jar", "libgood.so");
        URL second = jar("second.jar", "libgood.so");
        try (URLClassLoader one = new URLClassLoader(new URL[] {first}, null);
             URLClassLoader other = new URLClassLoader(new URL[] {second}, null)) {
            Path copied = NativeLibrary.copied("thing", WANTED, one).orElseThrow();
            FileTime then = FileTime.fromMillis(0);
            Files.setLastModifiedTime(copied.resolve("libgood.so"), then);
            assertEquals(copied, NativeLibrary.copied("thing", WANTED, one).orElseThrow());
            assertEquals(then, Files.getLastModifiedTime(copied.resolve("libgood.so")));
            assertTrue(Files.exists(NativeLibrary.copied("thing", WANTED, other).orElseThrow()
                    .resolve("libgood.so")));
        }
    }

    @Test
    @DisplayName("are missed where no jar has the module")
    void none() throws IOException {
        try (URLClassLoader classes = new URLClassLoader(new URL[0], null)) {
            assertEquals(Optional.empty(), NativeLibrary.copied("thing", WANTED, classes));
        }
    }
}
