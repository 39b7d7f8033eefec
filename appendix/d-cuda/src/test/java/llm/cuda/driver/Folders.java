package llm.cuda.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Folders that tests set up.
final class Folders {

    private Folders() {
    }

    /// A new folder with links to files of another.
    static Path linking(Path folder, Path from, String... names) {
        try {
            Files.createDirectories(folder);
            for (String name : names) {
                Files.createSymbolicLink(folder.resolve(name), from.resolve(name).toRealPath());
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// An empty file, and the folders above it.
    static Path file(Path file) {
        try {
            Files.createDirectories(file.getParent());
            return Files.createFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
