package llm.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Where the sources of the book's library lie, which hold its documentation.
public final class SourceFolders {
    private static final List<String> PARTS =
            List.of("chapters", "datasets", "appendix", "notebooks");
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final int DEPTH = 5;

    private SourceFolders() {}

    /// The folders that hold packages.
    ///
    /// @param root the folder of the book
    public static List<Path> of(Path root) throws IOException {
        var folders = new ArrayList<Path>();
        for (String part : PARTS) {
            if (Files.isDirectory(root.resolve(part))) {
                try (Stream<Path> found = Files.find(root.resolve(part), DEPTH,
                        (path, _) -> path.endsWith(SOURCES))) {
                    found.forEach(folders::add);
                }
            }
        }
        return folders;
    }
}
