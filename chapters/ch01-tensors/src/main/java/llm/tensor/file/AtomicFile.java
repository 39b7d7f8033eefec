package llm.tensor.file;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/// Writes a file beside its place and moves it there when it is whole, so that a reader, an
/// interrupted run or a full disk never meets half a file under the right name.
public final class AtomicFile {

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
        Path partial = folder.resolve(".%s.%s.part".formatted(target.getFileName(),
                UUID.randomUUID()));                         // createTempFile would hide it from others
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

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException _) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
