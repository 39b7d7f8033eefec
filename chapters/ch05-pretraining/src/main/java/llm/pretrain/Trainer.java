package llm.pretrain;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import llm.model.DecoderModel;
import llm.tensor.optim.AdamW;
import llm.tensor.optim.Optimizer;
import llm.tensor.optim.ParameterGroup;
import llm.text.dataset.Batch;
import llm.text.dataset.DataLoader;
import org.jspecify.annotations.Nullable;

/// The training loop: step after step until the schedule ends or somebody asks to stop.
public final class Trainer {
    private final DecoderModel model;
    private final DataLoader training;
    private final @Nullable DataLoader validation;
    private final TrainingConfig config;
    private final Optimizer optimizer;
    private final TrainingStep trainingStep;
    private TrainingLog log = new TrainingLog();
    private long tokensSeen;
    private volatile boolean stopRequested;

    /// @param validation what evaluations read; null for none
    public Trainer(DecoderModel model, DataLoader training, @Nullable DataLoader validation,
                   TrainingConfig config) {
        this.model = model;
        this.training = training;
        this.validation = validation;
        this.config = config;
        this.optimizer = new AdamW(ParameterGroup.decayMatrices(model.namedParameters(),
                config.weightDecay()), config.schedule().maxRate(), config.adam());
        this.trainingStep = new TrainingStep(model, model.parameters(), optimizer,
                config.gradientClip());
    }

    /// Trains from where it stands.
    ///
    /// @throws IllegalStateException if the loss is not a finite number any more
    public void run(TrainingListener listener) {
        model.train();
        Iterator<Batch> batches = training.iterator();
        boolean stopping = false;
        while (!finished() && !stopping) {
            long start = System.nanoTime();
            List<Batch> share = new ArrayList<>();
            while (share.size() < config.accumulate()) {
                batches = batches.hasNext() ? batches : training.iterator();
                share.add(batches.next());
            }
            double rate = config.schedule().rate(step());
            TrainingStep.Result result = trainingStep.run(share, rate);
            long tokens = share.stream().mapToLong(b -> b.inputs().count()).sum();
            tokensSeen += tokens;
            double seconds = (System.nanoTime() - start) / 1e9;
            double validationLoss = isDue(config.evalEvery()) || finished() ? evaluate()
                    : Double.NaN;
            TrainingLog.Row row = new TrainingLog.Row(step(), tokensSeen, rate, result.loss(),
                    result.gradientNorm(), validationLoss, tokens / seconds);
            log.add(row);
            listener.onStep(row);
            stopping = stopRequested;                        // read once: no stop without a checkpoint
            if (isDue(config.saveEvery()) || stopping) {
                listener.onCheckpoint(this);
            }
        }
    }

    /// Whether something done every so many steps is to be done now.
    private boolean isDue(int every) {
        return every > 0 && step() % every == 0;
    }

    /// Mean loss on the validation data, in nats per token; NaN where there is none.
    public double evaluate() {
        return validation == null ? Double.NaN
                : Evaluation.meanLoss(model, validation, config.evalBatches());
    }

    /// Ends the loop after the step at hand; a checkpoint is due then. Other threads may call it.
    public void requestStop() {
        stopRequested = true;
    }

    /// Whether every step of the schedule is done.
    public boolean finished() {
        return step() >= config.schedule().steps();
    }

    /// Steps done.
    public int step() {
        return optimizer.steps();
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

    public DecoderModel model() {
        return model;
    }

    Optimizer optimizer() {
        return optimizer;
    }

    DataLoader training() {
        return training;
    }

    /// Goes on from what a checkpoint stored; model and optimizer have been restored already.
    void restore(long tokens, DataLoader.Position position, TrainingLog stored) {
        tokensSeen = tokens;
        training.restore(position);
        log = stored;
    }
}
