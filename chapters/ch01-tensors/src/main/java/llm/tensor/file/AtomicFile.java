package llm.tensor.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Writes a file beside its place and moves it there when it is whole, so that a reader, an
/// interrupted run or a full disk never meets half a file under the right name. What a process
/// leaves that is killed meanwhile goes when the file is written the next time.
public final class AtomicFile {
    private static final Pattern PARTIAL =                   // its name and its writer
            Pattern.compile("\\.(.+)\\.(\\d{1,18})\\.[0-9a-f-]{36}\\.part");

    private AtomicFile() {
    }

    /// Writes the contents of a file.
    @FunctionalInterface
    public interface Contents {
        void writeTo(Path file) throws IOException;
    }

    /// Writes `target`, replacing a file that may be there; makes its folder if need be.
    public static void write(Path target, Contents contents) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        deleteRemains(folder, target.getFileName().toString());
        Path partial = folder.resolve("." + target.getFileName() + "."
                + ProcessHandle.current().pid() + "."
                + UUID.randomUUID() + ".part");              // createTempFile would hide it
        try {
            contents.writeTo(partial);
            move(partial, target);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /// Writes text in UTF-8.
    public static void writeText(Path target, String text) throws IOException {
        write(target, file -> Files.writeString(file, text));
    }

    /// Whether a file is one that is not whole yet, or was left so.
    public static boolean isPartial(Path file) {
        return PARTIAL.matcher(file.getFileName().toString()).matches();
    }

    /// Deletes the partial files of processes that are gone; what cannot be deleted stays.
    private static void deleteRemains(Path folder, String name) {
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.toList()) {
                Matcher file = PARTIAL.matcher(entry.getFileName().toString());
                if (file.matches() && file.group(1).equals(name)
                        && !isAlive(Long.parseLong(file.group(2)))) {
                    Files.deleteIfExists(entry);
                }
            }
        } catch (IOException | UncheckedIOException _) {
            // another's file, or a folder that one may write to and not read: neither is in the way
        }
    }

    private static boolean isAlive(long process) {
        return ProcessHandle.of(process).filter(ProcessHandle::isAlive).isPresent();
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException _) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
