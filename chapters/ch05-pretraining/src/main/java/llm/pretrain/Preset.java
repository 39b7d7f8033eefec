package llm.pretrain;

import java.util.Arrays;
import java.util.stream.Collectors;
import llm.model.GptConfig;

/// Sizes of models and batches that go together. With the defaults of [LearningRateSchedule] and
/// [TrainingConfig], they are all the hyperparameters that commands and benchmarks train with.
///
/// @param name         as on the command line
/// @param config       sizes of the model; another vocabulary may be put in its place
/// @param batch        sequences per step
/// @param learningRate largest learning rate
public record Preset(String name, GptConfig config, int batch, double learningRate) {
    /// Learns to write short stories in minutes on a laptop's processor.
    public static final Preset TINY =
            new Preset("tiny", GptConfig.of(2_048, 320, 192, 6, 2), 4, 6e-3);
    /// An afternoon on a laptop's processor.
    public static final Preset SMALL =
            new Preset("small", GptConfig.of(4_096, 256, 384, 6, 6), 8, 1e-3);
    /// GPT-2 as published in its smallest size.
    public static final Preset GPT2_124M =
            new Preset("gpt2-124m", GptConfig.gpt2Small(), 4, 6e-4);
    /// The one to begin with.
    public static final Preset DEFAULT = TINY;
    /// Batches of an evaluation on the way.
    public static final int EVAL_BATCHES = 16;

    private static final Preset[] ALL = {TINY, SMALL, GPT2_124M};

    /// Examples of an evaluation, whatever the training's batches are.
    public int evalExamples() {
        return EVAL_BATCHES * batch;
    }

    /// The preset of a name.
    ///
    /// @throws IllegalArgumentException if there is none
    public static Preset named(String name) {
        return Arrays.stream(ALL).filter(preset -> preset.name.equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("preset must be one of "
                        + Arrays.stream(ALL).map(Preset::name).collect(Collectors.joining(", "))
                        + ", got " + name));
    }
}
