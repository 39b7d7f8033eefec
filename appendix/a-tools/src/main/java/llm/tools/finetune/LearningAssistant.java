package llm.tools.finetune;

import java.io.IOException;
import java.nio.file.Path;
import llm.deploy.TrainedFormat;
import llm.instruct.PromptFormat;
import llm.lora.Lora;
import llm.lora.PeftAdapter;
import llm.model.DecoderModel;
import llm.pretrain.Pretraining;
import llm.pretrain.folder.LoadOptions;
import llm.pretrain.folder.PretrainedModel;
import llm.tensor.RandomState;
import llm.text.Tokenizer;
import llm.tools.train.TrainingSettings;
import llm.train.Learner;
import llm.train.TrainingConfig;
import org.jspecify.annotations.Nullable;

/// The model of an assistant that learns, with its adapters if only those do.
///
/// @param settings how it was chosen
/// @param base     the model's folder
/// @param lora     its adapters; null where all of it learns
public record LearningAssistant(AssistantSettings settings, PretrainedModel base,
                                @Nullable Lora lora) {
    private static final String ADAPTER = "adapter";

    /// @param options how the base is loaded
    /// @param how     the training
    public static LearningAssistant load(AssistantSettings settings, LoadOptions options,
                                         TrainingSettings how) throws IOException {
        PretrainedModel base = PretrainedModel.load(Path.of(settings.model()), options);
        base.requireTokenizer("An assistant needs a model folder with a tokenizer, got "
                + settings.model() + " without one.");
        Lora lora = settings.layers().equals("lora") ? Lora.add(base.model(),
                settings.lora().config(), new RandomState(how.seed())) : null;
        base.model().recomputeActivations(how.memory().recomputeActivations());
        return new LearningAssistant(settings, base, lora);
    }

    public DecoderModel model() {
        return base.model();
    }

    public Tokenizer tokenizer() {
        return base.tokenizer().orElseThrow();
    }

    public PromptFormat format() {
        return settings.promptFormat();
    }

    /// The model with its recipe's optimizer.
    public Learner learner(TrainingSettings how) {
        return Pretraining.learner(model(),
                settings.moves().optimizer(model(), how.adam(), how.weightDecay()));
    }

    /// The training with its recipe's learning rates.
    public TrainingConfig config(TrainingSettings how) {
        return how.config(settings.moves().schedule(how.learningRate(), how.warmup(),
                how.steps()));
    }

    /// Writes the model. Adapters are written as such, and merged where the base is kept in
    /// float32.
    ///
    /// @param card the model card, in Markdown
    public void save(Path folder, String card) throws IOException {
        if (lora != null) {
            PeftAdapter.of(lora, settings.model()).save(folder.resolve(ADAPTER));
        }
        if (settings.dtype().equals(AssistantOptions.F32)) {
            if (lora != null) {
                lora.merge();
            }
            TrainedFormat.learned(format(), base).save(folder, card);
        }
    }
}
