package llm.bench;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.IntConsumer;
import llm.model.DecoderConfig;
import llm.model.DecoderModel;
import llm.model.ModelCache;
import llm.tensor.RandomState;
import llm.tensor.backend.DType;

/// Generating one token after another with a KV cache, greedily, from random weights, beside the
/// speed at which this machine reads memory.
///
/// @param config    sizes of the model
/// @param dtype  how its matrices are kept
/// @param prompt    tokens read at once before the first is generated
/// @param tokens    tokens that are generated and count
/// @param warmup    how long tokens are generated before, and forgotten, while the compiler works
public record DecodeBenchmark(DecoderConfig config, DType dtype, int prompt, int tokens,
                              Duration warmup) {
    private static final int MEGABYTE = 1_000_000;
    private static final int SWEEPS = 30;
    private static final int PREFILLS = 3;

    public DecodeBenchmark {
        if (prompt < 1 || tokens < 1 || warmup.isNegative()
                || prompt + tokens > config.contextLength()) {
            throw new IllegalArgumentException(("prompt and tokens must be 1 or more and fit the "
                    + "context of %d, warmup 0 or more, got prompt=%d, tokens=%d, warmup=%s")
                    .formatted(config.contextLength(), prompt, tokens, warmup));
        }
    }

    /// @param tokenTimes       per generated token
    /// @param tokensPerSecond  at the median
    /// @param prefillMillis    for the prompt, at the median
    /// @param readGbPerSecond  weights read per second at the median, in 10⁹ bytes
    /// @param limitGbPerSecond what this machine reads at best
    /// @param peakMiB          the most memory that generating took, where the system tells
    public record Result(Timings tokenTimes, double tokensPerSecond, double prefillMillis,
                         double readGbPerSecond, double limitGbPerSecond, OptionalLong peakMiB) {
    }

    /// Runs; `progress` hears the number of each token that counts.
    public Result run(IntConsumer progress) {
        DecoderModel model = new DecoderModel(config, new RandomState(1),
                new QuickWeights(dtype));
        model.eval();
        ModelCache cache = model.newCache(1, prompt + tokens);
        double prefill = new PrefillBenchmark(config, dtype, prompt, PREFILLS, 1)
                .time(model, cache, _ -> { }).medianMillis();
        Timings timings = decode(model, cache, progress);
        double bytes = Work.token(config, dtype).bytes();
        OptionalLong peak = ResidentMemory.peakMiB();        // before the sweeps take theirs
        return new Result(timings, 1000 / timings.medianMillis(), prefill,
                bytes / timings.medianMillis() / MEGABYTE,
                MemoryBandwidth.gigabytesPerSecond(SWEEPS), peak);
    }

    private Timings decode(DecoderModel model, ModelCache cache, IntConsumer progress) {
        int id = 0;
        long begin = System.nanoTime() + warmup.toNanos();
        while (System.nanoTime() < begin) {
            if (cache.length() == prompt + tokens) {
                cache.truncate(prompt);
            }
            id = PrefillBenchmark.next(model, cache, id);
        }
        cache.truncate(prompt);
        double[] millis = new double[tokens];
        for (int i = 0; i < tokens; i++) {
            long start = System.nanoTime();
            id = PrefillBenchmark.next(model, cache, id);
            millis[i] = (System.nanoTime() - start) / 1e6;
            progress.accept(i + 1);
        }
        return Timings.of(millis);
    }
}
