package llm.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Writes a file beside its place and then moves it there: what is read there is never half a file.
public final class WholeFile {

    private WholeFile() {}

    /// Fills a file that is still empty.
    public interface Writing {
        void to(Path partial) throws IOException;
    }

    /// Folders that are missing are made. Nothing is left behind where writing fails.
    public static void write(Path target, Writing writing) throws IOException {
        Path absolute = target.toAbsolutePath();
        Files.createDirectories(absolute.getParent());
        Path partial = Files.createTempFile(
                absolute.getParent(), "." + target.getFileName(), ".part");
        try {
            writing.to(partial);
            Files.move(partial, absolute, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }
}
