package llm.tools.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.pretrain.Preset;
import llm.pretrain.Pretraining;
import llm.pretrain.folder.PretrainedModel;
import llm.tensor.layer.Initializer;
import llm.text.Tokenizer;
import llm.text.dataset.Batch;
import llm.text.dataset.BatchOrder;
import llm.text.dataset.DataLoader;
import llm.text.dataset.TokenDataset;
import llm.text.dataset.TokenSequence;
import llm.tools.cli.Progress;
import llm.tools.data.Corpus;
import llm.train.Checkpoint;
import llm.train.Trainer;
import llm.train.TrainingData;
import llm.train.TrainingLog;

/// A pretraining from files of token ids to a model folder: shared by `pretrain` and `tour`.
public final class PretrainingRun {
    private static final int PROMPT = 8;
    private static final String BEST = "best";

    private final PretrainingSettings settings;
    private final Tokenizer tokenizer;
    private final Path folder;
    private final TokenSequence validation;
    private final DecoderModel model;
    private final TrainingRun<Batch> run;

    /// @param folder where the model, its log and its checkpoints go
    public PretrainingRun(PretrainingSettings settings, Tokenizer tokenizer, Corpus corpus,
                          Path folder) throws IOException {
        this.settings = settings;
        this.tokenizer = tokenizer;
        this.folder = folder;
        this.validation = TokenSequence.map(corpus.validation());
        this.model = settings.model(tokenizer.vocabSize());
        model.recomputeActivations(settings.training().memory().recomputeActivations());
        this.run = new TrainingRun<>(Pretraining.trainer(model, settings.optimizer(model),
                data(corpus), settings.config()), settings.training(), folder);
    }

    /// Evaluations read what the preset says, in its batches: the same text for every `--batch`.
    private TrainingData<Batch> data(Corpus corpus) throws IOException {
        Preset preset = Preset.named(settings.preset());
        TokenSequence training = TokenSequence.map(corpus.training());
        return new TrainingData<>(
                new DataLoader<>(dataset(training, "training"), settings.training().order()),
                new DataLoader<>(dataset(validation, "validation").first(preset.evalExamples()),
                        BatchOrder.inOrder(preset.batch())));
    }

    private TokenDataset dataset(TokenSequence sequence, String part) {
        if (sequence.size() <= settings.context()) {
            throw new IllegalArgumentException(("The %s part of the data must have more than %d "
                    + "tokens, one example, got %d; use more text or a smaller --context.")
                    .formatted(part, settings.context(), sequence.size()));
        }
        return new TokenDataset(sequence, settings.context(), settings.context());
    }

    /// Goes on from the newest checkpoint, if there is one; says from which step.
    Optional<Integer> resume() throws IOException {
        return run.resume();
    }

    /// Trains until the schedule ends or somebody asks to stop, with checkpoints on the way.
    public void train(TrainingRun.Watcher watcher) {
        run.train(watcher);
    }

    /// Tells how the training goes; samples continue the first words of the validation text.
    public StepReport report(Progress progress) {
        int[] prompt = new int[Math.min(PROMPT, settings.context())];
        validation.copy(0, prompt, 0, prompt.length);
        return new StepReport(progress, model, tokenizer, prompt);
    }

    /// The model that learns.
    public DecoderModel model() {
        return model;
    }

    public Trainer<Batch> trainer() {
        return run.trainer();
    }

    /// Writes the model folder, the log and the charts.
    ///
    /// @param floor the loss that no model can beat on average, where it is known
    public PretrainedModel save(OptionalDouble floor) throws IOException {
        run.chooseResult();
        PretrainedModel trained = PretrainedModel.of(model, tokenizer);
        trained.save(folder, card(result()));
        if (!run.best().equals(result())) {
            saveBest();
        }
        run.writeLog(floor);                                // last: then the training is complete
        return trained;
    }

    /// Writes the model of the best evaluation where it is not the one that was asked for.
    private void saveBest() throws IOException {
        DecoderModel other = new DecoderModel(model.config(), model.random(), Initializer.none());
        Checkpoint.restoreBest(other.trainableParameters(), run.checkpoints());
        other.eval();
        PretrainedModel.of(other, tokenizer).save(folder.resolve(BEST), card(run.best()));
    }

    TrainingLog.Row result() {
        return run.result();
    }

    /// What there is to know of a training whose last model is not its best.
    Optional<String> advice() {
        Optional<String> stopped = run.stoppedEarly();
        return stopped.isPresent() || run.best().equals(result()) ? stopped
                : Optional.of(("The validation loss was lowest, %.3f, after step %d; the model of "
                + "that step is in %s.").formatted(run.best().validationLoss(),
                run.best().step(), folder.resolve(BEST)));
    }

    private String card(TrainingLog.Row step) {
        String loss = "%.3f nats per token".formatted(step.validationLoss());
        return """
                ---
                library_name: transformers
                pipeline_tag: text-generation
                ---

                # A language model trained from scratch

                %s, with %,d parameters, trained on one text by *LLM from
                scratch, in Java*. It knows nothing but that text.

                | | |
                | --- | --- |
                | vocabulary | %,d tokens |
                | context | %d tokens |
                | steps | %,d of %d × %d tokens |
                | tokens seen | %,d |
                | validation loss | %s |
                | seed | %d |

                Load it with `./llm generate --model FOLDER …`%s.
                """.formatted(form(), model.parameterCount(), tokenizer.vocabSize(),
                settings.context(), step.step(),
                settings.training().batch() * settings.training().accumulate(),
                settings.context(), step.tokens(), loss, settings.training().seed(),
                settings.smear() ? "" : ", or with transformers'\n"
                        + "`AutoModelForCausalLM.from_pretrained`");
    }

    private String form() {
        return settings.smear() ? "A Qwen3 in which each token sees the one before, which only *LLM "
                + "from scratch, in Java* can load"
                : model.config() instanceof GptConfig ? "A model in GPT-2's form"
                : "A model in Qwen3's form";
    }

    /// What others should know before they use what was saved.
    Optional<String> notice() {
        return settings.smear() ? Optional.of("Saved as a model of the book's own family, "
                + "qwen3_smear: transformers and llama.cpp cannot load it.") : Optional.empty();
    }
}
