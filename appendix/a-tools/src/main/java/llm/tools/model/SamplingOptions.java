package llm.tools.model;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import llm.model.decode.Sampler;
import llm.tools.cli.Bounds;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How the next token is chosen: a mixin. Nothing given, or temperature 0, is greedy.
public final class SamplingOptions {
    @Bounds(from = 0, to = 1000)
    @Option(names = "--temperature", paramLabel = "T",
            description = "Below 1 bolder on likely tokens, above 1 on unlikely ones; 0 is greedy.")
    private @Nullable Double temperature;

    @Bounds(from = 1, to = Integer.MAX_VALUE)
    @Option(names = "--top-k", paramLabel = "K", description = "Keep the K most likely tokens.")
    private @Nullable Integer topK;

    @Bounds(from = 0, to = 1, above = true)
    @Option(names = "--top-p", paramLabel = "P",
            description = "Keep the most likely tokens that add up to probability P.")
    private @Nullable Double topP;

    @Bounds(from = 0, to = 1)
    @Option(names = "--min-p", paramLabel = "P",
            description = "Keep tokens at least P times as likely as the most likely one.")
    private @Nullable Double minP;

    @Bounds(from = 0, to = 1000, above = true)
    @Option(names = "--repetition-penalty", paramLabel = "R",
            description = "Above 1: tokens that stand in the text already become less likely.")
    private @Nullable Double repetitionPenalty;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1",
            description = "Seed of the random choices (default ${DEFAULT-VALUE}).")
    private long seed;

    Sampler sampler() {
        return Sampler.of(asked());
    }

    /// What is asked for.
    public Sampler.Options asked() {
        return new Sampler.Options(optional(repetitionPenalty), optional(temperature),
                topK == null ? OptionalInt.empty() : OptionalInt.of(topK), optional(topP),
                optional(minP));
    }

    private static OptionalDouble optional(@Nullable Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    public long seed() {
        return seed;
    }
}
