package llm.tools.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import llm.model.DecoderModel;
import llm.pretrain.Checkpoint;
import llm.pretrain.LossChart;
import llm.pretrain.Trainer;
import llm.pretrain.TrainingListener;
import llm.pretrain.TrainingLog;
import llm.pretrain.folder.PretrainedModel;
import llm.text.Tokenizer;
import llm.text.dataset.BatchOrder;
import llm.text.dataset.DataLoader;
import llm.text.dataset.TokenDataset;
import llm.text.dataset.TokenSequence;
import llm.tools.cli.Progress;
import llm.tools.data.Corpus;

/// A pretraining from files of token ids to a model folder: shared by `pretrain` and `tour`.
public final class PretrainingRun {
    private static final int PROMPT = 8;
    private static final String CHART = "loss";

    private final PretrainingSettings settings;
    private final Tokenizer tokenizer;
    private final Path folder;
    private final TokenSequence validation;
    private final Trainer trainer;

    /// @param folder where the model, its log and its checkpoints go
    public PretrainingRun(PretrainingSettings settings, Tokenizer tokenizer, Corpus corpus,
                          Path folder) throws IOException {
        this.settings = settings;
        this.tokenizer = tokenizer;
        this.folder = folder;
        this.validation = TokenSequence.map(corpus.validation());
        DecoderModel model =
                new DecoderModel(settings.model(tokenizer.vocabSize()), settings.seed());
        model.recomputeActivations(settings.memory().recomputeActivations());
        this.trainer = new Trainer(model,
                new DataLoader(dataset(TokenSequence.map(corpus.training()), "training"),
                        settings.order()),
                new DataLoader(dataset(validation, "validation"),
                        BatchOrder.inOrder(settings.batch())), settings.training());
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
        return latest.map(_ -> trainer.step());
    }

    private Path checkpoints() {
        return folder.resolve("checkpoints");
    }

    /// Hears about each step.
    interface Watcher {
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
            public void onCheckpoint(Trainer atStep) {
                try {
                    Checkpoint.save(atStep, checkpoints());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
    }

    /// Tells how the training goes; samples continue the first words of the validation text.
    public StepReport report(Progress progress) {
        int[] prompt = new int[Math.min(PROMPT, settings.context())];
        validation.copy(0, prompt, 0, prompt.length);
        return new StepReport(progress, trainer, tokenizer, prompt);
    }

    public Trainer trainer() {
        return trainer;
    }

    /// Writes the model folder, the log and the charts.
    ///
    /// @param floor the loss that no model can beat on average, where it is known
    public PretrainedModel save(OptionalDouble floor) throws IOException {
        trainer.model().eval();
        PretrainedModel model = PretrainedModel.of(trainer.model(), tokenizer);
        model.save(folder, card());
        trainer.log().writeCsv(folder.resolve("log.csv"));
        new LossChart(trainer.log(), floor).write(folder, CHART);
        return model;
    }

    /// Draws the charts of a complete training that was killed before it had them all.
    static void drawMissing(TrainingLog log, Path folder) throws IOException {
        if (!LossChart.isWritten(folder, CHART)) {
            new LossChart(log, OptionalDouble.empty()).write(folder, CHART);
        }
    }

    private String card() {
        List<TrainingLog.Row> evaluations = trainer.log().evaluations();
        String loss = evaluations.isEmpty() ? "not measured"
                : "%.3f nats per token".formatted(evaluations.getLast().validationLoss());
        return """
                ---
                library_name: transformers
                pipeline_tag: text-generation
                ---

                # A GPT-2 trained from scratch

                A model in GPT-2's form with %,d parameters, trained on one text by *LLM from
                scratch, in Java*. It knows nothing but that text.

                | | |
                | --- | --- |
                | vocabulary | %,d tokens |
                | context | %d tokens |
                | steps | %,d of %d × %d tokens |
                | tokens seen | %,d |
                | validation loss | %s |
                | seed | %d |

                Load it with `./llm generate --model FOLDER …`, or with transformers'
                `AutoModelForCausalLM.from_pretrained`.
                """.formatted(trainer.model().parameterCount(), tokenizer.vocabSize(),
                settings.context(), trainer.step(), settings.batch() * settings.accumulate(),
                settings.context(), trainer.tokensSeen(), loss, settings.seed());
    }
}
