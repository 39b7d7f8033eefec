package llm.grade.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The seed of the private tests: a number in `.grade/seed`. The one of a handout differs from the
/// instructor's.
public final class Seed {
    private static final long USUAL = 1;

    private Seed() {}

    /// The seed of the book in a folder.
    public static long of(Path root) throws IOException {
        Path file = file(root);
        if (!Files.exists(file)) {
            return USUAL;
        }
        String text = Files.readString(file).strip();
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(file + " must hold a number, got " + text, e);
        }
    }

    static void write(Path root, long seed) throws IOException {
        Files.createDirectories(file(root).getParent());
        Files.writeString(file(root), seed + "\n");
    }

    private static Path file(Path root) {
        return root.resolve(".grade").resolve("seed");
    }
}
