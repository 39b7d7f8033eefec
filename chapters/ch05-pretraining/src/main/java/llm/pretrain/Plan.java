package llm.pretrain;

import java.util.ArrayList;
import java.util.List;
import llm.model.DecoderConfig;
import llm.model.DecoderModel;
import llm.model.ModelSize;
import llm.tensor.IntTensor;
import llm.tensor.RandomState;
import llm.tensor.optim.AdamConfig;
import llm.text.dataset.Batch;
import llm.train.TrainingConfig;
import llm.train.TrainingStep;

/// What a training will cost, before it begins.
///
/// @param parameters      trainable values
/// @param weightBytes     float32 weights
/// @param gradientBytes   as many again
/// @param optimizerBytes  the optimizer's moments
/// @param activationBytes what forward keeps for backward
/// @param flopsPerStep    floating-point operations of one step
/// @param steps           steps for the tokens asked for
/// @param minutes         on this machine, at the speed a calibration found
public record Plan(long parameters, long weightBytes, long gradientBytes, long optimizerBytes,
                   long activationBytes, double flopsPerStep, long steps, double minutes) {
    private static final long RUNTIME_BYTES = 256L << 20;    // the JVM, its code and heap

    /// What one step is about.
    ///
    /// @param config  the model
    /// @param recipe  how it learns
    /// @param batch   examples
    /// @param context tokens of each
    /// @param saving  what is done to need less memory
    public record Step(DecoderConfig config, Recipe recipe, int batch, int context,
                       MemorySaving saving) {
        public Step {
            if (batch < 1 || context < 1 || context > config.contextLength()) {
                throw new IllegalArgumentException(("batch must be 1 or more and context in "
                        + "[1, %d], got batch=%d, context=%d")
                        .formatted(config.contextLength(), batch, context));
            }
        }

        /// A step that saves no memory.
        public static Step of(DecoderConfig config, Recipe recipe, int batch, int context) {
            return new Step(config, recipe, batch, context, MemorySaving.NONE);
        }

        /// Tokens that it reads.
        public long tokens() {
            return (long) batch * context;
        }
    }

    /// Counts, and estimates the time from the operations per second of a calibration.
    ///
    /// @param tokens tokens to train on in all
    public static Plan of(Step step, long tokens, double flopsPerSecond) {
        if (tokens < 0) {
            throw new IllegalArgumentException("tokens must be 0 or more, got " + tokens);
        }
        ModelSize size = ModelSize.of(step.config);
        double flops = step.saving.flops(step.config, step.batch, step.context);
        long steps = Math.ceilDiv(tokens, step.tokens());
        return new Plan(size.parameters(), size.weightBytes(), size.weightBytes(),
                step.saving.optimizerBytes(step.config, step.recipe),
                step.saving.activationBytes(step.config, step.batch, step.context),
                flops, steps, steps * flops / flopsPerSecond / 60);
    }

    /// All of it, and what the JVM needs. A step of one batch needs less: gradients come as
    /// activations go.
    public long totalBytes() {
        return weightBytes + gradientBytes + optimizerBytes + activationBytes + RUNTIME_BYTES;
    }

    /// What a folder of the training takes on the disk: the model, the best one so far, and two
    /// checkpoints, of which one is being written while the other is still needed.
    public long diskBytes() {
        return 2 * weightBytes + 2 * (weightBytes + optimizerBytes);
    }

    /// @throws IllegalArgumentException if the training does not fit into `availableBytes`
    public void requireFits(long availableBytes) {
        if (totalBytes() > availableBytes) {
            throw new IllegalArgumentException(("this training must have %,d MiB of memory, got "
                    + "%,d MiB; a smaller batch, context or model needs less, and so do recomputed "
                    + "activations and moments in BF16")
                    .formatted(totalBytes() >> 20, availableBytes >> 20));
        }
    }

    /// Operations per second that this machine reaches in training, measured on a model of the
    /// same shape, made smaller where one step would take too long.
    ///
    /// @param seconds how long to measure; up to four times as long while steps still become
    ///                faster, because the JIT compiler is at work
    public static double calibrate(Step step, double seconds) {
        Step probe = shrink(step);
        DecoderModel model = probe.recipe.model(probe.config, 1);
        TrainingStep<Batch> training = new TrainingStep<>(new NextToken(model), model.parameters(),
                probe.recipe.optimizer(model, AdamConfig.STANDARD, Pretraining.WEIGHT_DECAY),
                TrainingConfig.GRADIENT_CLIP);
        RandomState random = new RandomState(1);
        return flops(probe) / steadySeconds(seconds, () -> {
            int[] values = random.ints(probe.tokens(), 0, probe.config.vocabSize()).toArray();
            IntTensor ids = IntTensor.of(values, probe.batch, probe.context);
            training.run(List.of(new Batch(ids, ids)), 1e-4);
        });
    }

    private static double flops(Step step) {
        return ModelSize.trainingFlops(step.config, step.batch, step.context);
    }

    /// The median time of the steps since the last that was clearly faster than all before.
    private static double steadySeconds(double seconds, Runnable step) {
        long start = System.nanoTime();
        double best = Double.POSITIVE_INFINITY;
        double lastGain = 0;
        double elapsed = 0;
        List<Double> times = new ArrayList<>();
        while (elapsed < seconds
                || elapsed < lastGain + seconds / 2 && elapsed < 4 * seconds) {
            step.run();
            double now = (System.nanoTime() - start) / 1e9;
            double time = now - elapsed;
            elapsed = now;
            if (time < 0.95 * best) {
                best = time;
                lastGain = now;
                times.clear();
            }
            times.add(time);
        }
        return times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow();
    }

    /// Fewer layers, a smaller vocabulary and fewer examples, until a step is small enough to be
    /// repeated.
    private static Step shrink(Step step) {
        double enough = 2e10;
        int layers = step.config.layers();
        int vocabSize = step.config.vocabSize();
        int batch = step.batch;
        Step probe = step;
        while (flops(probe) > enough && (layers > 1 || vocabSize > 1_024 || batch > 1)) {
            batch = layers > 1 || vocabSize > 1_024 ? batch : batch / 2;
            layers = Math.max(1, layers / 2);
            vocabSize = Math.max(1_024, vocabSize / 2);
            probe = new Step(step.config.resized(vocabSize, layers), step.recipe, batch,
                    step.context, step.saving);
        }
        return probe;
    }
}
