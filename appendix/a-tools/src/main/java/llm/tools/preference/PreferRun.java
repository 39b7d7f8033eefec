package llm.tools.preference;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import llm.preference.Dpo;
import llm.preference.LossDoctor;
import llm.preference.Metrics;
import llm.preference.PreferenceBatch;
import llm.preference.PreferenceDataset;
import llm.preference.PreferencePair;
import llm.preference.Reference;
import llm.pretrain.folder.LoadOptions;
import llm.text.dataset.BatchOrder;
import llm.text.dataset.DataLoader;
import llm.tools.cli.Progress;
import llm.tools.finetune.FinetuneFlow;
import llm.tools.finetune.FinetuningFolder;
import llm.tools.finetune.LearningAssistant;
import llm.tools.preference.WatchedRun.Picture;
import llm.tools.train.TrainingRun;
import llm.tools.train.TrainingSettings;
import llm.train.Trainer;
import llm.train.TrainingData;

/// DPO, from pairs to a folder.
public final class PreferRun implements FinetuneFlow.Run<LearnedPreferences> {
    private static final int EVALUATION_BATCH = 16;

    private final PreferSettings settings;
    private final Path folder;
    private final LearningAssistant policy;
    private final PreferenceDataset training;
    private final PreferenceDataset test;
    private final Dpo dpo;
    private final WatchedRun<PreferenceBatch> watched;

    /// Loads the policy, and asks it for the log-probabilities of all answers as long as it is
    /// still the reference.
    ///
    /// @param options how the base is loaded
    public PreferRun(PreferSettings settings, PreferenceParts parts, LoadOptions options,
                     FinetuningFolder out, Progress.Source progress) throws IOException {
        this.settings = settings;
        this.folder = out.path();
        TrainingSettings how = settings.training();
        policy = LearningAssistant.load(settings.base(), options, how);
        policy.model().eval();
        training = dataset(parts.training(), "Reference, training", progress);
        PreferenceDataset validation =
                dataset(parts.validation(), "Reference, validation", progress);
        test = dataset(parts.test(), "Reference, test", progress);
        Metrics metrics = new Metrics();
        dpo = new Dpo(policy.model(), settings.loss(), settings.logProb(), metrics);
        watched = new WatchedRun<>(new TrainingRun<>(new Trainer<>(policy.learner(how), dpo,
                new TrainingData<>(new DataLoader<>(training, how.order()),
                        new DataLoader<>(validation, BatchOrder.inOrder(EVALUATION_BATCH))),
                policy.config(how)), how, folder), metrics,
                new LossDoctor(settings.loss().first(), policy.model().vocabSize()),
                "rewards/margins", "rewards/accuracies", "eval_rewards/accuracies");
    }

    private PreferenceDataset dataset(List<PreferencePair> pairs, String what,
                                      Progress.Source source) {
        PreferenceDataset dataset = PreferenceDataset.of(pairs, policy.format(),
                policy.tokenizer(), policy.model().contextLength());
        try (Progress progress = source.progress(what, "pairs", dataset.size())) {
            return dataset.with(Reference.of(policy.model(), settings.logProb()),
                    done -> progress.reached(done, ""));
        }
    }

    /// What learns.
    public LearningAssistant policy() {
        return policy;
    }

    /// Share of the test's pairs whose chosen answer is the likelier one to the reference.
    public double chosenLikelier() {
        return test.chosenLikelier();
    }

    @Override
    public Trainer<PreferenceBatch> trainer() {
        return watched.run().trainer();
    }

    @Override
    public String facts() {
        return "%s; %,d parameters learn, %,d steps.".formatted(training,
                watched.run().learning(), settings.training().steps());
    }

    @Override
    public Optional<Integer> resume() throws IOException {
        return watched.resume();
    }

    @Override
    public void train(Progress progress) {
        watched.train(progress);
    }

    @Override
    public LearnedPreferences save() throws IOException {
        watched.run().chooseResult();
        ToldApart apart = ToldApart.by(policy.model(), dpo, test, watched.metrics());
        LearnedPreferences result = new LearnedPreferences(folder.toString(),
                watched.run().result().step(), watched.run().result().trainingLoss(),
                watched.run().result().validationLoss(), watched.run().learning(), apart);
        policy.save(folder, card(result));
        watched.writeLog(List.of(
                Picture.of("rewards", "Implicit rewards", "rewards/chosen", "rewards/rejected",
                        "rewards/margins"),
                Picture.of("logps", "Log-probabilities of answers: both can fall", "logps/chosen",
                        "logps/rejected")));
        new FinetuningFolder(folder).writeResult(result);
        return result;
    }

    @Override
    public Optional<String> advice() {
        return watched.run().stoppedEarly();
    }

    private String card(LearnedPreferences result) {
        return """
                ---
                library_name: transformers
                pipeline_tag: text-generation
                ---

                # An assistant that learned preferences

                A language model, trained by direct preference optimization (%s, beta %s) in *LLM
                from scratch, in Java*: %,d pairs, %,d steps of %d. It expects instructions in the
                layout `%s`. Of pairs it did not learn from it tells apart %s.
                """.formatted(settings.loss().form().name().toLowerCase(Locale.ROOT),
                settings.loss().beta(), training.size(), result.steps(), settings.training().batch()
                        * settings.training().accumulate(), settings.base().format(),
                result.test());
    }
}
