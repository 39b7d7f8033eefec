package llm.tools;

import llm.model.GptConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The size of a model with random weights: a mixin.
final class ModelSizeOptions {
    @Option(names = "--model", paramLabel = "NAME",
            description = "gpt2-124m, instead of the sizes below.")
    private @Nullable String model;

    @Option(names = "--layers", paramLabel = "N", defaultValue = "4",
            description = "Transformer blocks (default ${DEFAULT-VALUE}).")
    private int layers;

    @Option(names = "--heads", paramLabel = "N", defaultValue = "4",
            description = "Attention heads (default ${DEFAULT-VALUE}).")
    private int heads;

    @Option(names = "--width", paramLabel = "N", defaultValue = "128",
            description = "Values per token (default ${DEFAULT-VALUE}).")
    private int width;

    @Option(names = "--vocab", paramLabel = "N", defaultValue = "1024",
            description = "Vocabulary (default ${DEFAULT-VALUE}).")
    private int vocabulary;

    /// @param context tokens that the model must be able to look at
    GptConfig config(int context) {
        if (model == null) {
            return GptConfig.of(vocabulary, context, width, heads, layers);
        }
        if (!model.equals("gpt2-124m")) {
            throw new IllegalArgumentException("--model must be gpt2-124m, got " + model + ".");
        }
        GptConfig config = GptConfig.gpt2Small();
        return context > config.contextLength() ? config.withContextLength(context) : config;
    }
}
