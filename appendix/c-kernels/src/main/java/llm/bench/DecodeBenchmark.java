package llm.bench;

import java.util.function.IntConsumer;
import llm.model.DecoderConfig;
import llm.model.DecoderModel;
import llm.model.ModelCache;
import llm.model.ModelSize;
import llm.model.Probabilities;
import llm.tensor.IntTensor;
import llm.tensor.Scope;

/// Generating one token after another with a KV cache, greedily, from random weights.
///
/// @param config sizes of the model
/// @param prompt tokens read at once before the first is generated
/// @param tokens tokens that are generated and count
/// @param warmup tokens before, while the compiler still works
public record DecodeBenchmark(DecoderConfig config, int prompt, int tokens, int warmup) {
    private static final int MEGABYTE = 1_000_000;

    public DecodeBenchmark {
        if (prompt < 1 || tokens < 1 || warmup < 0
                || prompt + tokens + warmup > config.contextLength()) {
            throw new IllegalArgumentException(("prompt and tokens must be 1 or more and fit the "
                    + "context of %d with %d tokens of warm-up, got prompt=%d, tokens=%d")
                    .formatted(config.contextLength(), warmup, prompt, tokens));
        }
    }

    /// @param tokenTimes      per generated token
    /// @param tokensPerSecond at the median
    /// @param prefillMillis   for the prompt
    /// @param readGbPerSecond weights read per second at the median, in 10⁹ bytes
    public record Result(Timings tokenTimes, double tokensPerSecond, double prefillMillis,
                         double readGbPerSecond) {
    }

    /// Runs; `progress` hears the number of each token that is done.
    public Result run(IntConsumer progress) {
        DecoderModel model = new DecoderModel(config, 1);
        model.eval();
        ModelCache cache = model.newCache(1, prompt + tokens + warmup);
        next(model, cache, new int[prompt]);                 // compiles the products
        cache.truncate(0);
        long start = System.nanoTime();
        int id = next(model, cache, new int[prompt]);
        double prefill = (System.nanoTime() - start) / 1e6;
        double[] millis = new double[tokens];
        for (int i = -warmup; i < tokens; i++) {
            start = System.nanoTime();
            id = next(model, cache, id);
            if (i >= 0) {
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
            progress.accept(i + warmup + 1);
        }
        Timings timings = Timings.of(millis);
        double bytes = 4.0 * ModelSize.of(config).matrixParameters();
        return new Result(timings, 1000 / timings.medianMillis(), prefill,
                bytes / timings.medianMillis() / MEGABYTE);
    }

    private static int next(DecoderModel model, ModelCache cache, int... ids) {
        try (Scope _ = Scope.open()) {
            return Probabilities.argmax(
                    model.nextLogits(IntTensor.of(ids, 1, ids.length), cache).toArray());
        }
    }
}
