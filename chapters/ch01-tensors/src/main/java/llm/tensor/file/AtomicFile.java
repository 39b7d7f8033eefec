package llm.tensor.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Writes a file beside its place and moves it there when it is whole, so that an interrupted run
/// or a full disk never leaves half a file under the right name.
public final class AtomicFile {

    private AtomicFile() {
    }

    /// Produces the contents.
    @FunctionalInterface
    public interface Contents {
        void writeTo(FileChannel file) throws IOException;
    }

    /// Writes `target`, replacing a file that may be there.
    public static void write(Path target, Contents contents) throws IOException {
        Path absolute = target.toAbsolutePath();
        Files.createDirectories(absolute.getParent());
        Path partial = Files.createTempFile(absolute.getParent(),
                "." + absolute.getFileName(), ".partial");
        try {
            try (FileChannel file = FileChannel.open(partial, StandardOpenOption.READ,
                    StandardOpenOption.WRITE)) {
                contents.writeTo(file);
                file.force(true);
            }
            move(partial, absolute);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /// Writes text in UTF-8.
    public static void writeText(Path target, String text) throws IOException {
        write(target, file -> {
            OutputStream out = Channels.newOutputStream(file);
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        });
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException _) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
