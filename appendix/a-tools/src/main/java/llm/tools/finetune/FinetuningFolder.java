package llm.tools.finetune;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import llm.tools.train.TrainingLock;
import llm.tools.train.TrainingSettings;

/// The folder that a finetuning writes: what it learns from, its settings, and in the end its
/// result.
///
/// @param path where it is
public record FinetuningFolder(Path path) {
    private static final String DATA = "data";

    /// What is learned from.
    public Path data() {
        return path.resolve(DATA);
    }

    /// A training may begin in a folder that is new or empty, but for what an attempt that never
    /// began has left.
    ///
    /// @throws IllegalArgumentException if there is something else
    void requireFree() throws IOException {
        if (Files.notExists(path)) {
            return;
        }
        try (Stream<Path> entries = Files.list(path)) {
            if (!entries.allMatch(entry -> entry.endsWith(DATA))) {
                throw new IllegalArgumentException("The folder to write must be new or empty, got "
                        + path + "; --resume goes on with a training in it.");
            }
        }
    }

    /// As [#requireFree], before a lock is put there. Whether a training is at work in a folder
    /// that has one, the lock can tell better.
    void requireFreeOrLocked() throws IOException {
        if (!TrainingLock.isIn(data())) {
            requireFree();
        }
    }

    /// Whether a training was begun here.
    boolean isBegun() {
        return Files.exists(settingsFile());
    }

    public void writeSettings(Object settings) throws IOException {
        TrainingSettings.write(settings, settingsFile());
    }

    /// @throws IllegalArgumentException if the file is broken
    public <S> S settings(Class<S> type) throws IOException {
        return TrainingSettings.read(settingsFile(), type);
    }

    private Path settingsFile() {
        return path.resolve("finetuning.json");
    }

    public void writeResult(Object result) throws IOException {
        TrainingSettings.write(result, resultFile());
    }

    /// The result of a training that has come to its end.
    public <R> Optional<R> result(Class<R> type) throws IOException {
        return Files.exists(resultFile())
                ? Optional.of(TrainingSettings.read(resultFile(), type)) : Optional.empty();
    }

    private Path resultFile() {
        return path.resolve("result.json");
    }
}
