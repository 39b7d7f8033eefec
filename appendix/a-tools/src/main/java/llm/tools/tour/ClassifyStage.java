package llm.tools.tour;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import llm.classify.Example;
import llm.classify.LabeledSplit;
import llm.classify.LabeledTable;
import llm.classify.LogisticRegression;
import llm.classify.Prediction;
import llm.classify.TrainLayers;
import llm.pretrain.folder.LoadOptions;
import llm.spam.SpamGenerator;
import llm.spam.Split;
import llm.tensor.backend.DType;
import llm.tools.cli.Progress;
import llm.tools.finetune.ClassifierRun;
import llm.tools.finetune.ClassifierSettings;
import llm.tools.finetune.FinetunedClassifier;
import llm.tools.train.TrainingSettings;
import llm.train.StagedFolder;

/// The model of stories learns to tell spam from other text messages.
final class ClassifyStage implements TourStage {
    private static final int MESSAGES = 3_000;
    private static final int TEST = 1_000;
    private static final int LEAST_TEST = 200;               // where there are few steps
    private static final int BATCH = 16;
    private static final int STEPS = 300;
    private static final double LEARNING_RATE = 1e-3;
    private static final double WEIGHT_DECAY = 0.1;
    private static final int SHOWN = 4;

    /// The result; shares of test messages between 0 and 1.
    ///
    /// @param before   told right before the training
    /// @param accuracy told right after it
    /// @param baseline told right by a logistic regression over words and letters
    record Classified(double before, double accuracy, double baseline, int messages, int steps,
                      double seconds) {}

    @Override
    public String name() {
        return "classify";
    }

    @Override
    public Outcome run(Settings settings, Narrator narrator) throws IOException {
        settings.requireRoom(1);
        double start = narrator.seconds();
        narrator.part("Spam", "The same model gets a new head with two outputs instead of a "
                + "vocabulary, and learns from labelled text messages.");
        Path folder = settings.out().resolve("classifier");
        clear(folder);
        int steps = settings.steps() == null ? STEPS : Math.min(STEPS, settings.steps());
        LabeledSplit texts = texts(settings.seed(), Math.clamp(steps, LEAST_TEST, TEST));
        ClassifierRun run = new ClassifierRun(ClassifierSettings.of(settings.model(),
                TrainLayers.ALL, TrainingSettings.of(BATCH, steps, LEARNING_RATE, WEIGHT_DECAY)
                        .withSeed(settings.seed())), texts,
                LoadOptions.of(DType.F32).telling(_ -> { }), folder);
        double before = share(run.right());
        narrator.fact("messages", "%,d to learn from, 13 in 100 of them spam".formatted(
                texts.train().size()));
        narrator.fact("before", percent(before));
        try (Progress progress = narrator.progress("Training", "steps", steps)) {
            run.train(progress);
        }
        FinetunedClassifier result = run.save();
        double baseline = LogisticRegression.tuned(texts.train().examples(),
                texts.validation().examples()).accuracy(texts.test().examples());
        narrator.fact("after", percent(result.accuracy().test()));
        narrator.fact("baseline", percent(baseline) + " by a logistic regression over words and "
                + "letters");
        ClassifySection section = new ClassifySection(before, result, baseline,
                Files.readString(folder.resolve("accuracy.svg")), examples(run, texts));
        return new Outcome(new Classified(before, result.accuracy().test(), baseline,
                texts.train().size(), steps, narrator.seconds() - start), section.html());
    }

    /// What an earlier tour has left.
    private static void clear(Path folder) throws IOException {
        if (Files.exists(folder)) {
            StagedFolder.delete(folder);
        }
    }

    private static LabeledSplit texts(long seed, int test) {
        SpamGenerator generator = SpamGenerator.of(seed);
        return new LabeledSplit(table(generator, Split.TRAIN, MESSAGES * test / TEST),
                table(generator, Split.VALIDATION, test / 5),
                table(generator, Split.TEST, test));
    }

    private static LabeledTable table(SpamGenerator generator, Split split, int count) {
        return LabeledTable.of(generator.messages(split, count).stream().map(message ->
                new Example(message.text(), message.label().word())).toList()).distinct();
    }

    private static double share(boolean... right) {
        int count = 0;
        for (boolean one : right) {
            count += one ? 1 : 0;
        }
        return (double) count / right.length;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %% of the test messages told right", 100 * share);
    }

    /// Some messages told right, and some told wrong, of each class.
    private static List<ClassifySection.Told> examples(ClassifierRun run, LabeledSplit texts) {
        List<ClassifySection.Told> right = new ArrayList<>();
        List<ClassifySection.Told> wrong = new ArrayList<>();
        for (Example example : texts.test().examples()) {
            Prediction prediction = run.classifier().predict(example.text());
            boolean told = prediction.label().equals(example.label());
            List<ClassifySection.Told> of = told ? right : wrong;
            if (of.stream().filter(other -> other.label().equals(example.label())).count()
                    < SHOWN / 2) {
                of.add(new ClassifySection.Told(example.text(), example.label(),
                        prediction.label(), prediction.probabilities()[prediction.number()]));
            }
        }
        right.addAll(wrong);
        return right;
    }
}
