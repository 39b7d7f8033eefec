package llm.pretrain;

import java.util.ArrayList;
import java.util.List;
import llm.model.DecoderConfig;
import llm.model.DecoderModel;
import llm.model.ModelSize;
import llm.tensor.IntTensor;
import llm.tensor.RandomState;
import llm.tensor.optim.AdamConfig;
import llm.tensor.optim.AdamW;
import llm.text.dataset.Batch;
import llm.train.TrainingConfig;
import llm.train.TrainingStep;

/// What a training will cost, before it begins.
///
/// @param parameters      trainable values
/// @param weightBytes     float32 weights
/// @param gradientBytes   as many again
/// @param optimizerBytes  AdamW's two moments
/// @param activationBytes what forward keeps for backward
/// @param flopsPerStep    floating-point operations of one step
/// @param steps           steps for the tokens asked for
/// @param minutes         on this machine, at the speed a calibration found
public record Plan(long parameters, long weightBytes, long gradientBytes, long optimizerBytes,
                   long activationBytes, double flopsPerStep, long steps, double minutes) {
    private static final long RUNTIME_BYTES = 256L << 20;    // the JVM, its code and heap

    /// The plan of a training that saves no memory.
    public static Plan of(DecoderConfig config, int batch, int context, long tokens,
                          double flopsPerSecond) {
        return of(config, batch, context, tokens, flopsPerSecond, MemorySaving.NONE);
    }

    /// Counts, and estimates the time from the operations per second of a calibration.
    ///
    /// @param tokens tokens to train on in all
    public static Plan of(DecoderConfig config, int batch, int context, long tokens,
                          double flopsPerSecond, MemorySaving saving) {
        if (batch < 1 || context < 1 || context > config.contextLength() || tokens < 0) {
            throw new IllegalArgumentException(("batch must be 1 or more, context in [1, %d] and "
                    + "tokens 0 or more, got batch=%d, context=%d, tokens=%d")
                    .formatted(config.contextLength(), batch, context, tokens));
        }
        ModelSize size = ModelSize.of(config);
        double flops = saving.flops(config, batch, context);
        long steps = Math.ceilDiv(tokens, (long) batch * context);
        return new Plan(size.parameters(), size.weightBytes(), size.weightBytes(),
                saving.optimizerBytes(config), saving.activationBytes(config, batch, context),
                flops, steps, steps * flops / flopsPerSecond / 60);
    }

    /// All of it, and what the JVM needs. A step of one batch needs less: gradients come as
    /// activations go.
    public long totalBytes() {
        return weightBytes + gradientBytes + optimizerBytes + activationBytes + RUNTIME_BYTES;
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
    public static double calibrate(DecoderConfig config, int batch, int context, double seconds) {
        DecoderConfig probe = shrink(config, batch, context);
        DecoderModel model = new DecoderModel(probe, 1);
        TrainingStep<Batch> step = new TrainingStep<>(new NextToken(model), model.parameters(),
                Pretraining.optimizer(model, AdamConfig.STANDARD, Pretraining.WEIGHT_DECAY),
                TrainingConfig.GRADIENT_CLIP);
        RandomState random = new RandomState(1);
        return ModelSize.trainingFlops(probe, batch, context) / steadySeconds(seconds, () -> {
            int[] values = random.ints((long) batch * context, 0, probe.vocabSize()).toArray();
            IntTensor ids = IntTensor.of(values, batch, context);
            step.run(List.of(new Batch(ids, ids)), 1e-4);
        });
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

    /// Fewer layers and a smaller vocabulary, until a step is small enough to be repeated.
    private static DecoderConfig shrink(DecoderConfig config, int batch, int context) {
        double enough = 2e10;
        int layers = config.layers();
        int vocabSize = config.vocabSize();
        DecoderConfig probe = config;
        while (ModelSize.trainingFlops(probe, batch, context) > enough
                && (layers > 1 || vocabSize > 1_024)) {
            layers = Math.max(1, layers / 2);
            vocabSize = Math.max(1_024, vocabSize / 2);
            probe = config.resized(vocabSize, layers);
        }
        return probe;
    }
}
