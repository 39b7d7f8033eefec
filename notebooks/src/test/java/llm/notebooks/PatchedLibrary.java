package llm.notebooks;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/// A copy of one source file of the library with a mistake in it, compiled. The folder of its
/// classes, in front of the class path, hides the right ones.
final class PatchedLibrary {
    private static final Path CHAPTERS = Path.of("../chapters");
    private static final List<Path> APPENDICES =
            List.of(Path.of("../appendix/c-kernels/cpu"), Path.of("../appendix/f-formats"));

    private PatchedLibrary() {}

    /// Copies, changes and compiles.
    ///
    /// @return the folder of the classes
    static Path compile(Patch patch, Path folder) throws IOException {
        Path copy = folder.resolve("src").resolve(patch.source());
        Files.createDirectories(copy.getParent());
        Files.writeString(copy, patch.applyTo(Files.readString(find(patch.source()))));
        Path classes = Files.createDirectories(folder.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var messages = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(messages, files, null,
                    List.of("-d", classes.toString(), "-proc:none", "-implicit:none",
                            "--add-modules", "jdk.incubator.vector"),
                    null, files.getJavaFileObjects(copy)).call();
            if (!compiled) {
                throw new IllegalStateException("the patch must compile, got " + messages);
            }
        }
        return classes;
    }

    private static Path find(String source) throws IOException {
        try (Stream<Path> chapters = Files.list(CHAPTERS)) {
            return Stream.concat(chapters, APPENDICES.stream())
                    .map(module -> module.resolve("src/main/java").resolve(source))
                    .filter(Files::exists).findFirst()
                    .orElseThrow(() -> new IllegalStateException(
                            "a chapter, the cpu device or the formats must have the source file "
                                    + source + ", got none"));
        }
    }
}
