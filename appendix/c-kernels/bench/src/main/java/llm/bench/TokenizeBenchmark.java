package llm.bench;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ForkJoinPool;
import llm.text.SpecialTokens;
import llm.text.Tokenizer;
import llm.text.bpe.BpeTokenizer;

/// Encoding the same text again and again.
///
/// @param tokenizer what encodes
/// @param threads   how many threads do
/// @param runs      runs that count, after some seconds that do not
public record TokenizeBenchmark(Tokenizer tokenizer, int threads, int runs) {
    private static final int MOST_WARM_UP_RUNS = 20;
    private static final double WARM_UP_NANOS = 3e9;

    public TokenizeBenchmark {
        if (threads < 1 || runs < 1) {
            throw new IllegalArgumentException("threads and runs must be 1 or more, got threads="
                    + threads + ", runs=" + runs);
        }
        if (threads > 1 && !(tokenizer instanceof BpeTokenizer)) {
            throw new IllegalArgumentException("threads must be 1 unless the tokenizer is "
                    + "byte-level, got threads=" + threads + ", " + tokenizer);
        }
    }

    /// @param runTimes           per run over the whole text
    /// @param megabytesPerSecond at the median, 10⁶ bytes of UTF-8
    /// @param tokensPerSecond    at the median
    /// @param ids                what the text becomes
    public record Result(Timings runTimes, double megabytesPerSecond, double tokensPerSecond,
                         int[] ids) {
    }

    public Result run(String text) {
        double[] millis = new double[runs];
        int[] ids = {};
        try (ForkJoinPool pool = new ForkJoinPool(threads)) {
            warmUp(text, pool);
            for (int run = 0; run < runs; run++) {
                long start = System.nanoTime();
                ids = encode(text, pool);
                millis[run] = (System.nanoTime() - start) / 1e6;
            }
        }
        Timings timings = Timings.of(millis);
        double bytes = text.getBytes(StandardCharsets.UTF_8).length;
        return new Result(timings, bytes / 1000 / timings.medianMillis(),
                ids.length * 1000.0 / timings.medianMillis(), ids);
    }

    private void warmUp(String text, ForkJoinPool pool) {
        long start = System.nanoTime();
        for (int run = 0; run < MOST_WARM_UP_RUNS && System.nanoTime() - start < WARM_UP_NANOS;
                run++) {
            encode(text, pool);
        }
    }

    private int[] encode(String text, ForkJoinPool pool) {
        return threads > 1 && tokenizer instanceof BpeTokenizer bpe
                ? pool.submit(() -> bpe.encodeInParallel(text, SpecialTokens.asText())).join()
                : tokenizer.encode(text, SpecialTokens.asText());
    }
}
