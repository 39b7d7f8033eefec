package llm.train;

import java.util.ArrayList;
import java.util.List;
import llm.text.dataset.BatchSource.Position;

/// The training loop: step after step until the schedule ends, nothing gets better any more, or
/// somebody asks to stop. It serves every objective.
///
/// @param <B> a batch
public final class Trainer<B> {
    private final Learner learner;
    private final Objective<B> objective;
    private final TrainingData<B> data;
    private final TrainingConfig config;
    private final TrainingStep<B> trainingStep;
    private TrainingLog log = new TrainingLog();
    private long tokensSeen;
    private volatile boolean stopRequested;

    public Trainer(Learner learner, Objective<B> objective, TrainingData<B> data,
                   TrainingConfig config) {
        this.learner = learner;
        this.objective = objective;
        this.data = data;
        this.config = config;
        this.trainingStep = new TrainingStep<>(objective, learner.parameters().values(),
                learner.optimizer(), config.gradientClip());
    }

    /// Trains from where it stands.
    ///
    /// @throws IllegalStateException if the loss is not a finite number any more
    public void run(TrainingListener listener) {
        learner.model().train();
        boolean stopping = false;
        boolean saveDue = false;
        while (!finished() && !stopping) {
            TrainingLog.Row row = step();
            log.add(row);
            listener.onStep(row);
            if (log.best().filter(row::equals).isPresent()) {
                listener.onBest(this);
            }
            boolean resumable = data.training().resumable();
            stopping = stopRequested && resumable;           // read once: no stop unsaved
            saveDue |= isDue(config.saveEvery());
            if (saveDue && resumable || stopping) {
                listener.onCheckpoint(this);
                saveDue = false;
            }
        }
    }

    private TrainingLog.Row step() {
        long start = System.nanoTime();
        List<B> batches = new ArrayList<>();
        while (batches.size() < config.accumulate()) {
            batches.add(nextBatch());
        }
        double rate = config.schedule().rate(steps());
        TrainingStep.Result result = trainingStep.run(batches, rate);
        long tokens = batches.stream().mapToLong(objective::tokens).sum();
        tokensSeen += tokens;
        double seconds = (System.nanoTime() - start) / 1e9;
        double validationLoss = isDue(config.evalEvery()) || isLast() ? evaluate() : Double.NaN;
        return new TrainingLog.Row(steps(), tokensSeen, rate, result.loss(), result.gradientNorm(),
                validationLoss, tokens / seconds);
    }

    private B nextBatch() {
        Position place = data.training().position();
        B batch = data.training().next();
        if (objective.targets(batch) < 1) {
            throw new IllegalArgumentException(("a batch must have a target that counts, got none "
                    + "in batch %d of epoch %d").formatted(place.batch(), place.epoch()));
        }
        return batch;
    }

    /// Whether something done every so many steps is to be done now.
    private boolean isDue(int every) {
        return every > 0 && steps() % every == 0;
    }

    /// What the objective says of the validation data, usually the mean loss; NaN where there is
    /// none.
    public double evaluate() {
        return objective.evaluate(learner.model(), data.validation());
    }

    /// Ends the loop after the step at hand, or the first one after it from which the training can
    /// go on; a checkpoint is due then. Other threads may call it.
    public void requestStop() {
        stopRequested = true;
    }

    /// Whether every step of the schedule is done, or so many evaluations brought nothing better
    /// that the training has ended before.
    public boolean finished() {
        return isLast() || stoppedEarly();
    }

    private boolean isLast() {
        return steps() >= config.schedule().steps();
    }

    /// Whether the training's patience has run out.
    public boolean stoppedEarly() {
        return config.patience() > 0 && log.evaluationsSinceBest() >= config.patience();
    }

    /// Steps done.
    public int steps() {
        return learner.optimizer().steps();
    }

    public long tokensSeen() {
        return tokensSeen;
    }

    public TrainingLog log() {
        return log;
    }

    public TrainingConfig config() {
        return config;
    }

    public Learner learner() {
        return learner;
    }

    TrainingData<B> data() {
        return data;
    }

    /// Goes on from what a checkpoint stored; the learner has been restored already.
    void restore(long tokens, Position position, TrainingLog stored) {
        tokensSeen = tokens;
        data.training().restore(position);
        log = stored;
    }
}
