package llm.notebooks;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/// A copy of one file of the library with a mistake in it: a source, compiled, or a resource such as
/// a GPU's kernels. Its folder, in front of the class path, hides the right ones.
final class PatchedLibrary {
    private static final Path CHAPTERS = Path.of("../chapters");
    private static final List<Path> APPENDICES = List.of(Path.of("../appendix/c-kernels/cpu"),
            Path.of("../appendix/d-cuda"), Path.of("../appendix/f-formats"));

    private PatchedLibrary() {}

    /// Copies, changes and compiles.
    ///
    /// @return the folder of the classes
    static Path compile(Patch patch, Path folder) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        boolean compiles = patch.source().endsWith(".java");
        Path copy = (compiles ? folder.resolve("src") : classes).resolve(patch.source());
        Files.createDirectories(copy.getParent());
        Files.writeString(copy, text(patch));
        if (compiles) {
            compile(copy, classes);
        }
        return classes;
    }

    /// The file's text with the mistake in it.
    static String text(Patch patch) throws IOException {
        return patch.applyTo(Files.readString(find(patch.source())));
    }

    private static void compile(Path copy, Path classes) throws IOException {
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
    }

    private static Path find(String source) throws IOException {
        String kind = source.endsWith(".java") ? "src/main/java" : "src/main/resources";
        try (Stream<Path> chapters = Files.list(CHAPTERS)) {
            return Stream.concat(chapters, APPENDICES.stream())
                    .map(module -> module.resolve(kind).resolve(source))
                    .filter(Files::exists).findFirst()
                    .orElseThrow(() -> new IllegalStateException("a chapter, a device or the "
                            + "formats must have the file " + source + ", got none"));
        }
    }
}
