package llm.tools.preference;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import llm.preference.LossDoctor;
import llm.preference.LossDoctor.Finding;
import llm.preference.Metrics;
import llm.preference.MetricsChart;
import llm.preference.MetricsLog;
import llm.tools.cli.NoProgress;
import llm.tools.cli.Progress;
import llm.tools.train.TrainingRun;
import llm.train.TrainingLog;

/// A training that keeps its metrics too, a line of JSON for each step, and that the loss doctor
/// looks at.
///
/// @param <B> a batch
final class WatchedRun<B> implements TrainingRun.Watcher {
    private static final String METRICS = "metrics";

    private final TrainingRun<B> run;
    private final Metrics metrics;
    private final LossDoctor doctor;
    private final List<String> shown;
    private MetricsLog log = new MetricsLog();
    private Progress progress = new NoProgress();

    /// @param metrics what the objective sees
    /// @param shown   names of those that the progress tells
    WatchedRun(TrainingRun<B> run, Metrics metrics, LossDoctor doctor, String... shown) {
        this.run = run;
        this.metrics = metrics;
        this.doctor = doctor;
        this.shown = List.of(shown);
    }

    TrainingRun<B> run() {
        return run;
    }

    Metrics metrics() {
        return metrics;
    }

    /// Goes on from the newest checkpoint, if there is one; says from which step.
    Optional<Integer> resume() throws IOException {
        Optional<Integer> step = run.resume();
        log = MetricsLog.read(file(), step.orElse(0));
        return step;
    }

    private Path file() {
        return run.folder().resolve(METRICS + ".jsonl");
    }

    /// Trains until the schedule ends, somebody asks to stop, or the doctor says that it is no use.
    ///
    /// @throws IllegalStateException in that last case; says why, and where the best model is
    void train(Progress shownBy) {
        progress = shownBy;
        metrics.take();                                      // of what was tried before
        run.train(this);
    }

    @Override
    public void onStep(TrainingLog.Row row) {
        log.add(new MetricsLog.Row(row.step(), metrics.take()));
        if (row.evaluated()) {
            progress.tell(String.format(Locale.ROOT, "step %,d: %s", row.step(), told()));
        }
        progress.reached(row.step(), told());
        for (Finding finding : doctor.look(run.trainer().log(), log)) {
            if (finding.stops()) {
                stop(row.step(), finding);
            }
            progress.tell("Loss doctor: " + finding.sentence() + ".");
        }
    }

    private void stop(int step, Finding finding) {
        try {
            log.write(file());
        } catch (IOException e) {
            progress.tell("The metrics could not be written: " + e.getMessage());
        }
        throw new IllegalStateException("Stopped after step %d: %s. %s".formatted(step,
                finding.sentence(), run.trainer().log().best().map(best ->
                        "The best model, of step %d, is kept in %s.".formatted(best.step(),
                                run.checkpoints().resolve("best")))
                        .orElse("No model was evaluated before.")));
    }

    /// Mean of the last values of a metric, up to `most`; NaN where there is none.
    double recent(String name, int most) {
        return log.recent(name, most);
    }

    private String told() {
        return shown.stream().filter(name -> !log.with(name).isEmpty())
                .map(name -> String.format(Locale.ROOT, "%s %.3f", name, log.recent(name, 1)))
                .collect(Collectors.joining(", "));
    }

    @Override
    public void onCheckpoint() throws IOException {
        log.write(file());
    }

    /// Writes log, metrics and charts.
    ///
    /// @param charts names of the metrics of each picture, by its name
    void writeLog(List<Picture> charts) throws IOException {
        run.writeLog(OptionalDouble.empty());
        log.write(file());
        for (Picture picture : charts) {
            new MetricsChart(log, picture.title, picture.metrics).picture()
                    .write(run.folder(), picture.name);
        }
    }

    /// Some metrics that are drawn together.
    ///
    /// @param name of the file, without an ending
    record Picture(String name, String title, List<String> metrics) {

        static Picture of(String name, String title, String... metrics) {
            return new Picture(name, title, List.of(metrics));
        }
    }
}
