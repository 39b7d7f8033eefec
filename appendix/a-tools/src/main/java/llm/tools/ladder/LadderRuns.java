package llm.tools.ladder;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import llm.model.DecoderModel;
import llm.pretrain.Pretraining;
import llm.pretrain.Rung;
import llm.tensor.optim.AdamConfig;
import llm.text.dataset.Batch;
import llm.tools.cli.Progress;
import llm.train.LearningRateSchedule;
import llm.train.Trainer;
import llm.train.TrainingConfig;
import llm.train.TrainingListener;
import llm.train.TrainingLog;
import org.jspecify.annotations.Nullable;

/// Trains rung after rung, each with every seed, on the same data and for the same time.
///
/// The code is compiled before the clock starts, by a training that is thrown away and tells how
/// long a step takes: its *pace*. Time is steps times pace, so that what else the machine does in
/// the next hour does not matter. Evaluations do not count.
///
/// @param minutes of each training; null where steps are given
/// @param steps   of each training; null where minutes are given
/// @param pace    seconds of a step for each rung, measured once
record LadderRuns(LadderData data, @Nullable Double minutes, @Nullable Integer steps,
                  Map<Rung, Double> pace) {
    private static final int WIDTH = 192;
    private static final int HEADS = 6;
    private static final int LAYERS = 2;
    private static final int TOKENS = LadderData.BATCH * LadderData.CONTEXT;   // of a step
    private static final int WARM_STEPS = 240;               // until all is compiled
    private static final int TIMED_STEPS = 60;               // the last of them
    private static final int EVALUATIONS = 16;

    LadderRuns(LadderData data, @Nullable Double minutes, @Nullable Integer steps) {
        this(data, minutes, steps, new HashMap<>());
    }

    /// A validation loss on the way.
    ///
    /// @param seconds of training until then, at the pace of the rung
    record Point(double seconds, int step, long tokens, double loss) {}

    /// One training.
    record Curve(long seed, List<Point> points) {
        Point last() {
            return points.getLast();
        }

        /// Seconds until the loss was at most `target`, in a straight line between two evaluations;
        /// NaN if it never was.
        double secondsTo(double target) {
            Point before = null;
            for (Point point : points) {
                if (point.loss <= target) {
                    return before == null ? point.seconds : before.seconds
                            + (point.seconds - before.seconds) * (before.loss - target)
                            / (before.loss - point.loss);
                }
                before = point;
            }
            return Double.NaN;
        }
    }

    /// The rungs for this data.
    List<Rung> rungs() {
        return Rung.ladder(data.vocabSize(), LadderData.CONTEXT, WIDTH, HEADS, LAYERS);
    }

    /// Measures how long a step of each rung takes, while the machine is still quiet.
    void measure(List<Rung> rungs, Progress.Source source) {
        try (Progress progress = source.progress("Measuring paces", "rungs", rungs.size())) {
            for (Rung rung : rungs) {
                pace.put(rung, secondsPerStep(rung));
                progress.reached(pace.size(), "%s: %.0f ms a step".formatted(rung.name(),
                        1e3 * pace.get(rung)));
            }
        }
    }

    /// Trains a rung once.
    ///
    /// @param share of the time, or of the steps, that its schedule has; at most 1
    Curve train(Rung rung, long seed, double share, Progress.Source source) {
        double secondsPerStep = pace.get(rung);
        int count = (int) Math.max(1, share * (steps != null ? steps
                : 60 * minutes / secondsPerStep));
        Trainer<Batch> trainer = trainer(rung, seed, count, Math.max(1, count / EVALUATIONS));
        Curve curve = new Curve(seed, new ArrayList<>());
        curve.points.add(new Point(0, 0, 0, trainer.evaluate()));
        try (Progress progress = source.progress(rung.name() + ", seed " + seed, "steps", count)) {
            trainer.run(new TrainingListener() {
                @Override
                public void onStep(TrainingLog.Row row) {
                    if (row.evaluated()) {
                        curve.points.add(new Point(row.step() * secondsPerStep, row.step(),
                                row.tokens(), row.validationLoss()));
                    }
                    progress.reached(row.step(), "loss %.3f".formatted(curve.last().loss));
                }
            });
        }
        return curve;
    }

    private double secondsPerStep(Rung rung) {
        int warm = steps == null ? WARM_STEPS : Math.min(WARM_STEPS, steps);
        Trainer<Batch> trainer = trainer(rung, 0, warm, 0);
        trainer.run(TrainingListener.silent());
        double[] rates = trainer.log().rows().stream().skip(Math.max(0, warm - TIMED_STEPS))
                .mapToDouble(TrainingLog.Row::tokensPerSecond).sorted().toArray();
        return TOKENS / rates[rates.length / 2];
    }

    private Trainer<Batch> trainer(Rung rung, long seed, int count, int evalEvery) {
        DecoderModel model = rung.recipe().model(rung.config(), seed);
        LearningRateSchedule schedule = rung.recipe().schedule(rung.learningRate(),
                LearningRateSchedule.defaultWarmup(count), count);
        return Pretraining.trainer(model, rung.recipe().optimizer(model,
                AdamConfig.LANGUAGE_MODEL, Pretraining.WEIGHT_DECAY), data.forTraining(seed),
                TrainingConfig.of(schedule).withEvalEvery(evalEvery));
    }
}
