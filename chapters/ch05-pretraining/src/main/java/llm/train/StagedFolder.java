package llm.train;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Files that belong together: they are written beside their place and moved there when all are
/// whole, so that a full disk or an interrupted run does not mix new files with old ones.
public final class StagedFolder {

    private StagedFolder() {
    }

    /// Writes the files.
    @FunctionalInterface
    public interface Contents {
        void writeTo(Path folder) throws IOException;
    }

    /// Fills `target`, made if need be; files of other names stay there.
    public static void write(Path target, Contents contents) throws IOException {
        Files.createDirectories(target);
        Path staged = Files.createTempDirectory(target, ".saving-");
        try {
            contents.writeTo(staged);
            for (Path file : entries(staged)) {
                Files.move(file, target.resolve(file.getFileName()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            delete(staged);
        }
    }

    /// Waits until the files of a folder, and the folder's own list of them, have reached the disk.
    public static void flush(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path file : entries.filter(Files::isRegularFile).toList()) {
                force(file, StandardOpenOption.WRITE);
            }
        }
        try {
            force(folder, StandardOpenOption.READ);
        } catch (IOException _) {
            // Windows opens no folders; there the files are all that can be waited for
        }
    }

    private static void force(Path path, StandardOpenOption access) throws IOException {
        try (FileChannel channel = FileChannel.open(path, access)) {
            channel.force(true);
        }
    }

    /// Deletes a folder and all it holds.
    public static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
