package llm.train;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import llm.tensor.file.AtomicFile;

/// Files that belong together: they are written beside their place and moved there when all are
/// whole, so that a full disk or an interrupted run does not mix new files with old ones.
public final class StagedFolder {
    private static final String STAGED = ".saving-";

    private StagedFolder() {
    }

    /// Writes the files.
    @FunctionalInterface
    public interface Contents {
        void writeTo(Path folder) throws IOException;
    }

    /// Fills `target`, made if need be; files of other names stay there, but for what earlier
    /// writing has left that was killed.
    public static void write(Path target, Contents contents) throws IOException {
        Files.createDirectories(target);
        for (Path entry : entries(target)) {
            if (isStaged(entry)) {
                delete(entry);
            }
        }
        Path staged = Files.createTempDirectory(target, STAGED);
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

    /// Deletes what processes that were killed while they wrote have left in a folder and in those
    /// within. No other may be writing there now.
    public static void deleteRemains(Path folder) throws IOException {
        for (Path entry : entries(folder)) {
            if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                if (isStaged(entry)) {
                    delete(entry);
                } else {
                    deleteRemains(entry);
                }
            } else if (AtomicFile.isPartial(entry)) {
                Files.delete(entry);
            }
        }
    }

    private static boolean isStaged(Path entry) {
        return entry.getFileName().toString().startsWith(STAGED);
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
