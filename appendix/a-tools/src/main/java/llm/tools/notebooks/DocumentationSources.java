package llm.tools.notebooks;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import llm.session.SourceFolders;

/// Where the JDK's JShell finds documentation: in the JDK's sources and in the book's.
final class DocumentationSources {
    private DocumentationSources() {}

    /// Tells every JShell of this JVM. There is no public way to; the JShell of another JDK than 25
    /// may show the documentation of the JDK only.
    ///
    /// @param book the book's folder
    static void add(Path book) throws IOException {
        var folders = new ArrayList<>(ofJdk());
        folders.addAll(SourceFolders.of(book));
        try {
            Field known = Class.forName("jdk.jshell.SourceCodeAnalysisImpl")
                    .getDeclaredField("availableSourcesOverride");
            known.setAccessible(true);
            known.set(null, folders);
        } catch (ReflectiveOperationException | InaccessibleObjectException _) {
            // it goes without
        }
    }

    /// A folder for each module; none where the JDK came without its sources.
    private static List<Path> ofJdk() throws IOException {
        Path archive = Path.of(System.getProperty("java.home"), "lib", "src.zip");
        if (!Files.isReadable(archive)) {
            return List.of();
        }
        FileSystem open = FileSystems.newFileSystem(archive);   // as long as JShell reads it
        try (Stream<Path> modules = Files.list(open.getPath("/"))) {
            return modules.filter(Files::isDirectory).toList();
        }
    }
}
