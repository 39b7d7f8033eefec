package llm.tools.bench;

import llm.model.DecoderConfig;
import llm.model.GptConfig;
import llm.model.LlamaConfig;
import llm.tools.cli.Bounds;
import llm.tools.cli.WrongUsage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The size of a model with random weights: a mixin.
final class ModelSizeOptions {
    private static final String GPT2 = "gpt2-124m";
    private static final String LLAMA = "llama-3.2-1b";

    @Option(names = "--model", paramLabel = "NAME",
            description = GPT2 + ", or " + LLAMA + " for decode, instead of the sizes below.")
    private @Nullable String model;

    @Bounds(from = 1, to = 1000)
    @Option(names = "--layers", paramLabel = "N", defaultValue = "4",
            description = "Transformer blocks (default ${DEFAULT-VALUE}).")
    private int layers;

    @Bounds(from = 1, to = 1000)
    @Option(names = "--heads", paramLabel = "N", defaultValue = "4",
            description = "Attention heads (default ${DEFAULT-VALUE}).")
    private int heads;

    @Bounds(from = 1, to = 1_000_000)
    @Option(names = "--width", paramLabel = "N", defaultValue = "128",
            description = "Values per token (default ${DEFAULT-VALUE}).")
    private int width;

    @Bounds(from = 1, to = 10_000_000)
    @Option(names = "--vocab", paramLabel = "N", defaultValue = "1024",
            description = "Vocabulary (default ${DEFAULT-VALUE}).")
    private int vocabulary;

    /// The sizes of a GPT.
    ///
    /// @param context tokens that the model must be able to look at
    GptConfig config(int context) {
        if (model == null) {
            return GptConfig.of(vocabulary, context, width, heads, layers);
        }
        return gpt2(context, GPT2);
    }

    /// The sizes of a model of any family.
    ///
    /// @param context tokens that the model must be able to look at
    DecoderConfig anyConfig(int context) {
        if (model == null) {
            return config(context);
        }
        return model.equals(LLAMA) ? LlamaConfig.llama32Of1B().withContextLength(context)
                : gpt2(context, GPT2 + " or " + LLAMA);
    }

    private GptConfig gpt2(int context, String known) {
        if (!GPT2.equals(model)) {
            throw new WrongUsage("--model must be " + known + ", got " + model + ".");
        }
        GptConfig config = GptConfig.gpt2Small();
        return context > config.contextLength() ? config.withContextLength(context) : config;
    }
}
