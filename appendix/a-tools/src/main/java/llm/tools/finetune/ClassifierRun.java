package llm.tools.finetune;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import llm.classify.AccuracyLog;
import llm.classify.AdaptedClassifier;
import llm.classify.Classification;
import llm.classify.ClassificationBatch;
import llm.classify.ClassificationDataset;
import llm.classify.ConfusionMatrix;
import llm.classify.Example;
import llm.classify.LabeledSplit;
import llm.classify.Labels;
import llm.classify.Pooling;
import llm.classify.Prediction;
import llm.classify.TextClassifier;
import llm.classify.TrainLayers;
import llm.lora.Lora;
import llm.model.DecoderModel;
import llm.pretrain.Pretraining;
import llm.pretrain.folder.LoadOptions;
import llm.pretrain.folder.PretrainedModel;
import llm.tensor.RandomState;
import llm.tensor.backend.DType;
import llm.text.dataset.BatchOrder;
import llm.text.dataset.DataLoader;
import llm.tools.cli.Progress;
import llm.tools.model.DTypeOption;
import llm.tools.train.TrainingRun;
import llm.tools.train.TrainingSettings;
import llm.train.Learner;
import llm.train.LearningRateSchedule;
import llm.train.Trainer;
import llm.train.TrainingData;
import llm.train.TrainingListener;
import llm.train.TrainingLog;
import org.jspecify.annotations.Nullable;

/// The training of a classifier, from labelled texts to a folder.
public final class ClassifierRun implements FinetuneFlow.Run<FinetunedClassifier> {
    private static final int EVALUATION_BATCH = 16;
    private static final String ADAPTER = "adapter";
    private static final String ACCURACY = "accuracy";

    private final ClassifierSettings settings;
    private final Path folder;
    private final TextClassifier classifier;
    private final @Nullable Lora lora;
    private final ClassificationDataset training;
    private final ClassificationDataset validation;
    private final ClassificationDataset test;
    private final int cut;
    private final TrainingRun<ClassificationBatch> run;
    private AccuracyLog accuracies = new AccuracyLog();

    /// @param options how the base is loaded
    public ClassifierRun(ClassifierSettings settings, LabeledSplit texts, LoadOptions options,
                         Path folder) throws IOException {
        this.settings = settings;
        this.folder = folder;
        TrainingSettings how = settings.training();
        PretrainedModel base = base(options);
        Labels labels = Labels.in(texts.train().examples());
        classifier = TextClassifier.of(base, labels, new RandomState(how.seed()))
                .with(Pooling.of(settings.pooling()));
        DecoderModel model = classifier.model();
        TrainLayers layers = TrainLayers.of(settings.layers());
        lora = layers != TrainLayers.LORA ? null
                : Lora.add(model, settings.lora().config(), new RandomState(how.seed()));
        layers.choose(model);
        model.recomputeActivations(how.memory().recomputeActivations());
        training = dataset(texts.train().examples());
        validation = dataset(texts.validation().examples());
        test = dataset(texts.test().examples());
        cut = (int) texts.train().examples().stream()
                .filter(example -> classifier.cuts(example.text())).count();
        Classification objective = settings.weighted()
                ? Classification.balanced(classifier, texts.train().examples())
                : Classification.of(classifier);
        run = new TrainingRun<>(new Trainer<>(Learner.of(model,
                Pretraining.optimizer(model, how.adam(), how.weightDecay()), model.random(),
                model.config()), objective, data(), how.config(LearningRateSchedule.of(
                        how.learningRate(), how.warmup(), how.steps()))), how, folder);
    }

    private PretrainedModel base(LoadOptions options) throws IOException {
        PretrainedModel base = PretrainedModel.load(Path.of(settings.model()), options);
        return !settings.randomWeights() ? base : new PretrainedModel(
                new DecoderModel(base.model().config(), settings.training().seed()),
                base.tokenizer(), base.ends());
    }

    private ClassificationDataset dataset(List<Example> examples) {
        ClassificationDataset texts = ClassificationDataset.of(classifier, examples);
        return switch (settings.padTo()) {
            case 0 -> texts;
            case ClassifierSettings.CONTEXT ->
                    texts.paddedTo(classifier.model().contextLength());
            default -> texts.paddedTo(settings.padTo());
        };
    }

    private TrainingData<ClassificationBatch> data() {
        return new TrainingData<>(new DataLoader<>(training, settings.training().order()),
                new DataLoader<>(validation, BatchOrder.inOrder(EVALUATION_BATCH)));
    }

    @Override
    public Trainer<ClassificationBatch> trainer() {
        return run.trainer();
    }

    /// What learns.
    public TextClassifier classifier() {
        return classifier;
    }

    @Override
    public String facts() {
        return ("%,d texts to learn from, %,d to validate with, %,d to test with; %,d parameters "
                + "learn, %,d steps.").formatted(training.size(), validation.size(), test.size(),
                learning(), settings.training().steps()) + (cut == 0 ? "" : ("%nCut %,d texts that "
                + "are longer than the model can look at.").formatted(cut));
    }

    /// Parameters that learn.
    public long learning() {
        return run.learning();
    }

    @Override
    public Optional<Integer> resume() throws IOException {
        Optional<Integer> step = run.resume();
        accuracies = AccuracyLog.readCsv(accuracyFile(), step.orElse(0));
        return step;
    }

    private Path accuracyFile() {
        return folder.resolve(ACCURACY + ".csv");
    }

    @Override
    public void train(Progress progress) {
        run.train(row -> {
            if (row.evaluated()) {
                evaluate(row, progress);
            }
            progress.reached(row.step(), String.format(Locale.ROOT, "loss %.3f, %,.0f tokens/s",
                    row.trainingLoss(), row.tokensPerSecond()));
        });
    }

    /// Trains and writes nothing; the last model counts.
    void trainQuietly(Progress progress) {
        trainer().run(new TrainingListener() {
            @Override
            public void onStep(TrainingLog.Row row) {
                progress.reached(row.step(), String.format(Locale.ROOT, "loss %.3f",
                        row.trainingLoss()));
            }
        });
    }

    /// As many of the training's texts are read as the validation has.
    private void evaluate(TrainingLog.Row row, Progress progress) {
        AccuracyLog.Row accuracy = new AccuracyLog.Row(row.step(),
                ConfusionMatrix.of(classifier, training.first(validation.size())).accuracy(),
                ConfusionMatrix.of(classifier, validation).accuracy());
        accuracies.add(accuracy);
        progress.tell(String.format(Locale.ROOT,
                "step %,d: validation loss %.3f, accuracy %.1f %% (training %.1f %%)", row.step(),
                row.validationLoss(), 100 * accuracy.validation(), 100 * accuracy.training()));
        try {
            accuracies.writeCsv(accuracyFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes the classifier, the log and the charts. Adapters are written as such, and merged
    /// where the base is kept in float32.
    @Override
    public FinetunedClassifier save() throws IOException {
        run.chooseResult();
        FinetunedClassifier result = result();
        if (lora != null) {
            new AdaptedClassifier(classifier, lora).save(folder.resolve(ADAPTER), settings.model());
        }
        if (isMerged()) {
            if (lora != null) {
                lora.merge();
            }
            classifier.save(folder, card(result));
        }
        accuracies.picture().write(folder, ACCURACY);
        run.writeLog(OptionalDouble.empty());
        new FinetuningFolder(folder).writeResult(result);
        return result;
    }

    private FinetunedClassifier result() {
        ConfusionMatrix tested = ConfusionMatrix.of(classifier, test);
        return new FinetunedClassifier(folder.toString(), run.result().step(),
                new FinetunedClassifier.Shares(ConfusionMatrix.of(classifier, training).accuracy(),
                        ConfusionMatrix.of(classifier, validation).accuracy(), tested.accuracy()),
                run.result().validationLoss(), classifier.labels().names(), tested.counts(),
                learning(), cut);
    }

    /// Which of the test texts are told right, in their order.
    public boolean[] right() {
        List<Prediction> predictions = classifier.predict(test);
        int[] labels = test.labels();
        boolean[] right = new boolean[labels.length];
        for (int i = 0; i < right.length; i++) {
            right[i] = predictions.get(i).number() == labels[i];
        }
        return right;
    }

    @Override
    public Optional<String> advice() {
        return isMerged() ? run.stoppedEarly() : Optional.of(("The base is kept in %s, so the "
                + "adapter in %s is not merged: use it with --adapter.")
                .formatted(settings.dtype(), folder.resolve(ADAPTER)));
    }

    /// Whether what was learned is in the model's own weights when it is saved.
    private boolean isMerged() {
        return lora == null || DTypeOption.of(settings.dtype()) == DType.F32;
    }

    private String card(FinetunedClassifier result) {
        return """
                ---
                library_name: transformers
                pipeline_tag: text-classification
                ---

                # A text classifier

                Tells %s. A language model, finetuned by *LLM from scratch, in Java*: %s, %d steps
                of %d texts, %,d parameters that learned.

                | | right |
                | --- | ---: |
                | training | %.2f %% |
                | validation | %.2f %% |
                | test | %.2f %% |

                Ask it with `./llm classify --model FOLDER "…"`%s.
                """.formatted(String.join(", ", classifier.labels().names()), settings.layers(),
                result.steps(), settings.training().batch() * settings.training().accumulate(),
                result.learning(), 100 * result.accuracy().training(),
                100 * result.accuracy().validation(), 100 * result.accuracy().test(),
                classifier.pooling() == Pooling.LAST ? ", or with transformers'\n"
                        + "`AutoModelForSequenceClassification.from_pretrained`" : "");
    }
}
