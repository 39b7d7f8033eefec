package llm.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import llm.cpu.gemm.TimedGemm;
import llm.model.DecoderConfig;
import llm.model.DecoderModel;
import llm.pretrain.MemorySaving;
import llm.pretrain.NextToken;
import llm.pretrain.Pretraining;
import llm.tensor.IntTensor;
import llm.tensor.RandomState;
import llm.tensor.backend.DType;
import llm.tensor.optim.AdamConfig;
import llm.text.dataset.Batch;
import llm.train.TrainingConfig;
import llm.train.TrainingStep;

/// Whole training steps on random tokens: forward, backward, clipping, AdamW.
///
/// The share of matrix products is known only if the system property `llm.timeProducts` was set
/// to `true` before the first tensor was made.
///
/// @param config sizes of the model
/// @param batch  sequences per step
/// @param tokens tokens per sequence
/// @param steps  steps that count
/// @param warmup steps before, while the compiler still works
/// @param memory what is done to need less of it
/// @param begin  makes the model; of its parameters, those learn that are not frozen
public record TrainBenchmark(DecoderConfig config, int batch, int tokens, int steps, int warmup,
                             MemorySaving memory, Begin begin) {
    private static final double LEARNING_RATE = 1e-4;

    /// Makes a model.
    public interface Begin {
        /// All of it learns.
        Begin EVERYTHING = config -> new DecoderModel(config, 1);

        DecoderModel model(DecoderConfig config);

        /// A model with its matrices in some type, to be frozen.
        static DecoderModel quickly(DecoderConfig config, DType dtype) {
            return new DecoderModel(config, new RandomState(1), new QuickWeights(dtype));
        }
    }

    public TrainBenchmark {
        if (batch < 1 || tokens < 1 || steps < 1 || warmup < 0) {
            throw new IllegalArgumentException(("batch, context and steps must be 1 or more, got "
                    + "batch=%d, context=%d, steps=%d").formatted(batch, tokens, steps));
        }
    }

    /// @param stepTimes       per step
    /// @param tokensPerSecond at the median
    /// @param drift           how much longer a step took at the median in the second half of the
    ///                        steps than in the first, as a share
    /// @param productShare    share of all threads' time spent in matrix products
    public record Result(Timings stepTimes, double tokensPerSecond, double drift,
                         double productShare) {
    }

    /// Runs all steps; `progress` hears the number of each that is done.
    public Result run(IntConsumer progress) {
        DecoderModel model = begin.model(config);
        model.recomputeActivations(memory.recomputeActivations());
        TrainingStep<Batch> step = new TrainingStep<>(new NextToken(model),
                model.trainableParameters().values(),
                Pretraining.optimizer(model, AdamConfig.STANDARD.withMoments(memory.moments()),
                        Pretraining.WEIGHT_DECAY), TrainingConfig.GRADIENT_CLIP);
        RandomState random = new RandomState(2);
        double[] millis = new double[steps];
        long products = 0;
        double total = 0;
        for (int i = -warmup; i < steps; i++) {
            Batch data = randomBatch(random);
            long before = TimedGemm.nanos();
            long start = System.nanoTime();
            step.run(List.of(data), LEARNING_RATE);
            double time = (System.nanoTime() - start) / 1e6;
            if (i >= 0) {
                millis[i] = time;
                total += time;
                products += TimedGemm.nanos() - before;
            }
            progress.accept(i + warmup + 1);
        }
        Timings timings = Timings.of(millis);
        double threads = Runtime.getRuntime().availableProcessors();
        return new Result(timings, batch * tokens * 1000.0 / timings.medianMillis(), drift(millis),
                products / 1e6 / threads / total);
    }

    private static double drift(double... millis) {
        int half = millis.length / 2;
        if (half == 0) {
            return 0;                                        // one step alone
        }
        Timings first = Timings.of(Arrays.copyOf(millis, half));
        Timings second = Timings.of(Arrays.copyOfRange(millis, half, millis.length));
        return second.medianMillis() / first.medianMillis() - 1;
    }

    private Batch randomBatch(RandomState random) {
        return new Batch(randomIds(random), randomIds(random));
    }

    private IntTensor randomIds(RandomState random) {
        int[] ids = random.ints((long) batch * tokens, 0, config.vocabSize()).toArray();
        return IntTensor.of(ids, batch, tokens);
    }
}
