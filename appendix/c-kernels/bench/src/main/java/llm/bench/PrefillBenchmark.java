package llm.bench;

import java.util.function.IntConsumer;
import llm.model.DecoderConfig;
import llm.model.DecoderModel;
import llm.model.ModelCache;
import llm.model.decode.Probabilities;
import llm.tensor.IntTensor;
import llm.tensor.RandomState;
import llm.tensor.Scope;
import llm.tensor.backend.DType;

/// Reading a prompt again and again: one pass through the model that fills the KV cache and ends
/// with the likeliest next token, from random weights.
///
/// @param config    sizes of the model
/// @param dtype  how its matrices are kept
/// @param prompt    tokens read at once
/// @param runs      passes that count
/// @param warmup    passes before, while the compiler still works
public record PrefillBenchmark(DecoderConfig config, DType dtype, int prompt, int runs,
                               int warmup) {

    public PrefillBenchmark {
        if (prompt < 1 || runs < 1 || warmup < 0 || prompt > config.contextLength()) {
            throw new IllegalArgumentException(("prompt must be in [1, %d], runs 1 or more and "
                    + "warmup 0 or more, got prompt=%d, runs=%d, warmup=%d")
                    .formatted(config.contextLength(), prompt, runs, warmup));
        }
    }

    /// @param runTimes        per pass
    /// @param tokensPerSecond at the median
    public record Result(Timings runTimes, double tokensPerSecond) {
    }

    /// Runs; `progress` hears the number of each pass that is done.
    public Result run(IntConsumer progress) {
        DecoderModel model = new DecoderModel(config, new RandomState(1),
                new QuickWeights(dtype));
        model.eval();
        Timings timings = time(model, model.newCache(1, prompt), progress);
        return new Result(timings, 1000 * prompt / timings.medianMillis());
    }

    /// The same with a model that is there already; the prompt stays in the cache.
    Timings time(DecoderModel model, ModelCache cache, IntConsumer progress) {
        double[] millis = new double[runs];
        for (int i = -warmup; i < runs; i++) {
            cache.truncate(0);
            long start = System.nanoTime();
            next(model, cache, new int[prompt]);
            if (i >= 0) {
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
            progress.accept(i + warmup + 1);
        }
        return Timings.of(millis);
    }

    /// The likeliest token after those in the cache and these.
    static int next(DecoderModel model, ModelCache cache, int... ids) {
        try (Scope _ = Scope.open()) {
            return Probabilities.argmax(
                    model.nextLogits(IntTensor.of(ids, 1, ids.length), cache).toArray());
        }
    }
}
