package llm.tools.train;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import llm.train.LossChart;
import llm.train.Trainer;
import llm.train.TrainingData;
import llm.train.TrainingListener;
import llm.train.TrainingLog;

/// A pretraining from files of token ids to a model folder: shared by `pretrain` and `tour`.
public final class PretrainingRun {
    private static final int PROMPT = 8;
    private static final String CHART = "loss";
    private static final String BEST = "best";

    private final PretrainingSettings settings;
    private final Tokenizer tokenizer;
    private final Path folder;
    private final TokenSequence validation;
    private final DecoderModel model;
    private final Trainer<Batch> trainer;

    /// @param folder where the model, its log and its checkpoints go
    public PretrainingRun(PretrainingSettings settings, Tokenizer tokenizer, Corpus corpus,
                          Path folder) throws IOException {
        this.settings = settings;
        this.tokenizer = tokenizer;
        this.folder = folder;
        this.validation = TokenSequence.map(corpus.validation());
        this.model = settings.model(tokenizer.vocabSize());
        model.recomputeActivations(settings.memory().recomputeActivations());
        this.trainer = Pretraining.trainer(model, settings.optimizer(model), data(corpus),
                settings.training());
    }

    /// Evaluations read what the preset says, in its batches: the same text for every `--batch`.
    private TrainingData<Batch> data(Corpus corpus) throws IOException {
        Preset preset = Preset.named(settings.preset());
        TokenSequence training = TokenSequence.map(corpus.training());
        return new TrainingData<>(
                new DataLoader<>(dataset(training, "training"), settings.order()),
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
        Optional<Path> latest = Checkpoint.latest(checkpoints());
        if (latest.isPresent()) {
            Checkpoint.restore(trainer, latest.get());
        }
        return latest.map(_ -> trainer.steps());
    }

    private Path checkpoints() {
        return folder.resolve("checkpoints");
    }

    /// Hears about each step.
    public interface Watcher {
        void onStep(TrainingLog.Row row);
    }

    /// Trains until the schedule ends or somebody asks to stop, with checkpoints on the way.
    public void train(Watcher watcher) {
        trainer.run(new TrainingListener() {
            @Override
            public void onStep(TrainingLog.Row row) {
                watcher.onStep(row);
            }

            @Override
            public void onBest(Trainer<?> atStep) {
                write(() -> Checkpoint.saveBest(atStep, checkpoints()));
            }

            @Override
            public void onCheckpoint(Trainer<?> atStep) {
                write(() -> Checkpoint.save(atStep, checkpoints()));
            }
        });
    }

    private interface Writing {
        void run() throws IOException;
    }

    private static void write(Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        return trainer;
    }

    /// Writes the model folder, the log and the charts.
    ///
    /// @param floor the loss that no model can beat on average, where it is known
    public PretrainedModel save(OptionalDouble floor) throws IOException {
        if (settings.patience() > 0) {
            Checkpoint.restoreBest(model.trainableParameters(), checkpoints());
        }
        model.eval();
        PretrainedModel trained = PretrainedModel.of(model, tokenizer);
        trained.save(folder, card(result()));
        trainer.log().writeCsv(folder.resolve("log.csv"));
        new LossChart(trainer.log(), floor).write(folder, CHART);
        if (!best().equals(result())) {
            saveBest();
        }
        return trained;
    }

    /// Writes the model of the best evaluation where it is not the one that was asked for.
    private void saveBest() throws IOException {
        DecoderModel other = new DecoderModel(model.config(), model.random(), Initializer.none());
        Checkpoint.restoreBest(other.trainableParameters(), checkpoints());
        other.eval();
        PretrainedModel.of(other, tokenizer).save(folder.resolve(BEST), card(best()));
    }

    /// Draws the charts of a complete training that was killed before it had them all.
    static void drawMissing(TrainingLog log, Path folder) throws IOException {
        if (!LossChart.isWritten(folder, CHART)) {
            new LossChart(log, OptionalDouble.empty()).write(folder, CHART);
        }
    }

    TrainingLog.Row result() {
        return settings.result(trainer.log());
    }

    private TrainingLog.Row best() {
        return trainer.log().best().orElseThrow();
    }

    /// What there is to know of a training whose last model is not its best.
    Optional<String> advice() {
        if (trainer.stoppedEarly()) {
            return Optional.of(("Stopped after step %d, because %d evaluations brought nothing "
                    + "better than step %d.").formatted(trainer.steps(), settings.patience(),
                    best().step()));
        }
        return best().equals(result()) ? Optional.empty() : Optional.of(("The validation loss was "
                + "lowest, %.3f, after step %d; the model of that step is in %s.")
                .formatted(best().validationLoss(), best().step(), folder.resolve(BEST)));
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
                settings.context(), step.step(), settings.batch() * settings.accumulate(),
                settings.context(), step.tokens(), loss, settings.seed(), settings.smear() ? ""
                        : ", or with transformers'\n`AutoModelForCausalLM.from_pretrained`");
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
