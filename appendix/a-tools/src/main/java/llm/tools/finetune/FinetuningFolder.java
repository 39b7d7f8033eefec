package llm.tools.finetune;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// The folder that a finetuning writes.
final class FinetuningFolder {

    private FinetuningFolder() {
    }

    /// A training may begin in a folder that is new or empty, but for what an attempt that never
    /// began has left.
    ///
    /// @throws IllegalArgumentException if there is something else
    static void requireFree(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            if (!entries.allMatch(entry -> entry.endsWith("data"))) {
                throw new IllegalArgumentException("The folder to write must be new or empty, got "
                        + folder + "; --resume goes on with a training in it.");
            }
        }
    }
}
