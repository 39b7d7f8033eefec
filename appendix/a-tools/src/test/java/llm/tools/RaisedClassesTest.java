package llm.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@DisplayName("A library of Java 5, raised for the archive")
class RaisedClassesTest {
    @TempDir
    private Path folder = Path.of("");
    private Path old = Path.of("");
    private Path raised = Path.of("");

    @BeforeEach
    void raise() throws Exception {
        old = Path.of(CommandLine.class.getProtectionDomain().getCodeSource().getLocation()
                .toURI());
        raised = RaisedClasses.copy(old, folder);
    }

    @Test
    @DisplayName("has the same files, and no class that the archive leaves out")
    void keepsAllFiles() throws IOException {
        assertThat(versions(old)).as("before").contains(ClassFile.JAVA_5_VERSION);
        assertThat(versions(raised)).allMatch(version -> version >= ClassFile.JAVA_6_VERSION);
        assertThat(names(raised)).isEqualTo(names(old));
    }

    @Test
    @DisplayName("passes the verifier and reads a command line as before")
    void worksAsBefore() throws Exception {
        try (var loader = new URLClassLoader(new URL[] {raised.toUri().toURL()},
                ClassLoader.getPlatformClassLoader())) {
            Class<?> spec = loader.loadClass("picocli.CommandLine$Model$CommandSpec");
            Object empty = spec.getMethod("create").invoke(null);
            Object named = spec.getMethod("name", String.class).invoke(empty, "raised");
            Class<?> type = loader.loadClass("picocli.CommandLine");
            Object line = type.getConstructor(Object.class).newInstance(named);

            assertThat(type.getMethod("getUsageMessage").invoke(line).toString())
                    .startsWith("Usage: raised");
            for (String name : names(raised)) {
                if (name.startsWith("/picocli/CommandLine")) {
                    String binary = name.substring(1, name.length() - ".class".length());
                    Class.forName(binary.replace('/', '.'), true, loader);
                }
            }
        }
    }

    private static List<Integer> versions(Path jar) throws IOException {
        try (FileSystem inside = FileSystems.newFileSystem(jar);
                Stream<Path> files = Files.walk(inside.getPath("/picocli"))) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .map(RaisedClassesTest::version).toList();
        }
    }

    private static int version(Path file) {
        try {
            return ClassFile.of().parse(Files.readAllBytes(file)).majorVersion();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static TreeSet<String> names(Path jar) throws IOException {
        try (FileSystem inside = FileSystems.newFileSystem(jar);
                Stream<Path> files = Files.walk(inside.getPath("/"))) {
            return new TreeSet<>(files.map(Path::toString).toList());
        }
    }
}
