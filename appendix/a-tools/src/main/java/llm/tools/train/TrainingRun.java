package llm.tools.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import llm.tensor.Tensor;
import llm.train.Checkpoint;
import llm.train.LossChart;
import llm.train.Trainer;
import llm.train.TrainingListener;
import llm.train.TrainingLog;

/// A training that keeps its checkpoints, its log and its charts in a folder: what every stage does
/// alike.
///
/// @param trainer  what trains
/// @param settings how
/// @param folder   where all goes
/// @param <B>      a batch
public record TrainingRun<B>(Trainer<B> trainer, TrainingSettings settings, Path folder) {
    static final String LOG = "log.csv";
    private static final String CHART = "loss";

    /// Hears about each step.
    public interface Watcher {
        void onStep(TrainingLog.Row row);

        /// A checkpoint is about to be written: what belongs to it goes before.
        default void onCheckpoint() throws IOException {
        }
    }

    /// Where checkpoints are.
    public Path checkpoints() {
        return folder.resolve("checkpoints");
    }

    /// Parameters that learn.
    public long learning() {
        return trainer.learner().parameters().values().stream().mapToLong(Tensor::elements).sum();
    }

    /// Goes on from the newest checkpoint, if there is one; says from which step.
    public Optional<Integer> resume() throws IOException {
        Optional<Path> latest = Checkpoint.latest(checkpoints());
        if (latest.isPresent()) {
            Checkpoint.restore(trainer, latest.get());
        }
        return latest.map(_ -> trainer.steps());
    }

    /// Trains until the schedule ends or somebody asks to stop, with checkpoints on the way.
    public void train(Watcher watcher) {
        trainer.run(new TrainingListener() {
            @Override
            public void onStep(TrainingLog.Row row) {
                watcher.onStep(row);
            }

            @Override
            public void onBest(Trainer<?> atStep) {
                write(() -> Checkpoint.saveBest(atStep, checkpoints()));
            }

            @Override
            public void onCheckpoint(Trainer<?> atStep) {
                write(watcher::onCheckpoint);
                write(() -> Checkpoint.save(atStep, checkpoints()));
            }
        });
    }

    private interface Writing {
        void run() throws IOException;
    }

    private static void write(Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Gives what learned the values that are to be written: with patience those of the best
    /// evaluation, else the last ones.
    public void chooseResult() throws IOException {
        if (settings.patience() > 0) {
            Checkpoint.restoreBest(trainer.learner().parameters(), checkpoints());
        }
        trainer.learner().model().eval();
    }

    /// Writes the charts and then the log, by which [#completed] knows that all is there.
    ///
    /// @param floor the loss that no model can beat on average, where it is known
    public void writeLog(OptionalDouble floor) throws IOException {
        new LossChart(trainer.log(), floor).write(folder, CHART);
        trainer.log().writeCsv(folder.resolve(LOG));
    }

    /// Draws the charts of a complete training that was killed before it had them all.
    public static void drawMissing(TrainingLog log, Path folder) throws IOException {
        if (!LossChart.isWritten(folder, CHART)) {
            new LossChart(log, OptionalDouble.empty()).write(folder, CHART);
        }
    }

    /// The step whose model is written.
    public TrainingLog.Row result() {
        return settings.result(trainer.log());
    }

    /// The step that was evaluated best.
    public TrainingLog.Row best() {
        return trainer.log().best().orElseThrow();
    }

    /// What there is to know of a training that has ended early.
    public Optional<String> stoppedEarly() {
        return !trainer.stoppedEarly() ? Optional.empty() : Optional.of(("Stopped after step %d, "
                + "because %d evaluations brought nothing better than step %d.")
                .formatted(trainer.steps(), settings.patience(), best().step()));
    }

    /// The log of a training in `folder` that has come to its end; empty where steps remain.
    public static Optional<TrainingLog> completed(TrainingSettings settings, Path folder)
            throws IOException {
        Path file = folder.resolve(LOG);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        TrainingLog log = TrainingLog.readCsv(file);
        return settings.isCompleted(log) ? Optional.of(log) : Optional.empty();
    }
}
