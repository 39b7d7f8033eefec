package llm.bench;

import java.nio.charset.StandardCharsets;
import llm.text.SpecialTokens;
import llm.text.Tokenizer;

/// Encoding the same text again and again on one thread.
///
/// @param tokenizer what encodes
/// @param runs      runs that count, after one that does not
public record TokenizeBenchmark(Tokenizer tokenizer, int runs) {

    /// @param runTimes           per run over the whole text
    /// @param megabytesPerSecond at the median, 10⁶ bytes of UTF-8
    /// @param tokensPerSecond    at the median
    /// @param tokens             ids the text becomes
    public record Result(Timings runTimes, double megabytesPerSecond, double tokensPerSecond,
                         int tokens) {
    }

    public Result run(String text) {
        int tokens = tokenizer.encode(text, SpecialTokens.asText()).length;
        double[] millis = new double[runs];
        for (int i = 0; i < runs; i++) {
            long start = System.nanoTime();
            tokenizer.encode(text, SpecialTokens.asText());
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        Timings timings = Timings.of(millis);
        double bytes = text.getBytes(StandardCharsets.UTF_8).length;
        return new Result(timings, bytes / 1000 / timings.medianMillis(),
                tokens * 1000.0 / timings.medianMillis(), tokens);
    }
}
