package llm.pretrain;

import java.util.List;
import java.util.stream.Collectors;
import llm.model.DecoderConfig;
import llm.model.GptConfig;
import llm.model.ModernConfig;

/// Sizes of models and batches that go together. With the defaults of
/// [llm.train.LearningRateSchedule] and [llm.train.TrainingConfig], they are all that commands and
/// benchmarks train with.
///
/// @param name         as on the command line
/// @param config       sizes of the model; another vocabulary may be put in its place
/// @param recipe       how it begins and learns
/// @param batch        sequences per step
/// @param learningRate largest learning rate
public record Preset(String name, DecoderConfig config, Recipe recipe, int batch,
                     double learningRate) {
    /// Learns to write short stories in minutes on a laptop's processor.
    public static final Preset TINY = new Preset("tiny", ModernConfig.of(2_048, 320, 192, 6, 2),
            Recipe.MODERN, 4, 0.02);
    /// An afternoon on a laptop's processor.
    public static final Preset SMALL = new Preset("small", ModernConfig.of(4_096, 256, 384, 6, 6),
            Recipe.MODERN, 8, 0.02);
    /// [#TINY] in GPT-2's form.
    public static final Preset TINY_GPT2 = new Preset("tiny-gpt2",
            GptConfig.of(2_048, 320, 192, 6, 2), Recipe.GPT, 4, 2.5e-3);
    /// [#SMALL] in GPT-2's form.
    public static final Preset SMALL_GPT2 = new Preset("small-gpt2",
            GptConfig.of(4_096, 256, 384, 6, 6), Recipe.GPT, 8, 1e-3);
    /// GPT-2 as published in its smallest size.
    public static final Preset GPT2_124M = new Preset("gpt2-124m", GptConfig.gpt2Small(),
            Recipe.GPT, 4, 6e-4);
    /// The names, for a help text.
    public static final String NAMES = "tiny, small, tiny-gpt2, small-gpt2 or gpt2-124m";
    /// The one to begin with.
    public static final Preset DEFAULT = TINY;
    /// Batches of an evaluation on the way.
    public static final int EVAL_BATCHES = 16;

    private static final List<Preset> ALL =
            List.of(TINY, SMALL, TINY_GPT2, SMALL_GPT2, GPT2_124M);

    /// Examples of an evaluation, whatever the training's batches are.
    public int evalExamples() {
        return EVAL_BATCHES * batch;
    }

    /// All of them.
    public static List<Preset> all() {
        return ALL;
    }

    /// The preset of a name.
    ///
    /// @throws IllegalArgumentException if there is none
    public static Preset named(String name) {
        return ALL.stream().filter(preset -> preset.name.equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("preset must be one of "
                        + ALL.stream().map(Preset::name).collect(Collectors.joining(", "))
                        + ", got " + name));
    }
}
