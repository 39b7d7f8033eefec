package llm.tools.preference;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import llm.model.DecoderModel;
import llm.preference.LossDoctor;
import llm.preference.Metrics;
import llm.preference.PreferenceBatch;
import llm.preference.PreferenceDataset;
import llm.preference.PreferencePair;
import llm.preference.RewardLoss;
import llm.preference.RewardModel;
import llm.preference.RewardTraining;
import llm.pretrain.folder.LoadOptions;
import llm.tensor.RandomState;
import llm.text.dataset.BatchOrder;
import llm.text.dataset.DataLoader;
import llm.tools.cli.Progress;
import llm.tools.finetune.AssistantSettings;
import llm.tools.finetune.FinetuneFlow;
import llm.tools.finetune.FinetuningFolder;
import llm.tools.finetune.LearningAssistant;
import llm.tools.preference.WatchedRun.Picture;
import llm.tools.train.TrainingRun;
import llm.tools.train.TrainingSettings;
import llm.train.Trainer;
import llm.train.TrainingData;

/// The training of a reward model, from pairs to a folder.
final class RewardRun implements FinetuneFlow.Run<LearnedPreferences> {
    private static final int EVALUATION_BATCH = 16;

    /// All that the training depends on beside its pairs.
    ///
    /// @param base      what the reward model begins as
    /// @param centering how strongly rewards are kept near 0
    /// @param training  how it is trained
    record Settings(AssistantSettings base, double centering, TrainingSettings training) {
    }

    private final Settings settings;
    private final Path folder;
    private final LearningAssistant base;
    private final RewardModel reward;
    private final PreferenceDataset training;
    private final PreferenceDataset test;
    private final RewardTraining objective;
    private final WatchedRun<PreferenceBatch> watched;

    /// @param options how the base is loaded
    RewardRun(Settings settings, PreferenceParts parts, LoadOptions options,
              FinetuningFolder out) throws IOException {
        this.settings = settings;
        this.folder = out.path();
        TrainingSettings how = settings.training();
        base = LearningAssistant.load(settings.base(), options, how);
        DecoderModel model = base.model();
        reward = RewardModel.of(base.base(), base.format(), new RandomState(how.seed()));
        training = dataset(parts.training());
        test = dataset(parts.test());
        Metrics metrics = new Metrics();
        objective = new RewardTraining(reward, new RewardLoss(settings.centering()), metrics);
        watched = new WatchedRun<>(new TrainingRun<>(new Trainer<>(base.learner(how), objective,
                new TrainingData<>(new DataLoader<>(training, how.order()), new DataLoader<>(
                        dataset(parts.validation()), BatchOrder.inOrder(EVALUATION_BATCH))),
                base.config(how)), how, folder), metrics,
                new LossDoctor(Double.NaN, model.vocabSize()), "rewards/margins",
                "rewards/accuracies", "eval_rewards/accuracies");
    }

    private PreferenceDataset dataset(List<PreferencePair> pairs) {
        return PreferenceDataset.of(pairs, base.format(), base.tokenizer(),
                base.model().contextLength());
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

    /// Writes the model with its adapters merged, the log and the charts.
    @Override
    public LearnedPreferences save() throws IOException {
        watched.run().chooseResult();
        ToldApart apart = ToldApart.by(base.model(), objective, test, watched.metrics());
        LearnedPreferences result = new LearnedPreferences(folder.toString(),
                watched.run().result().step(), watched.run().result().trainingLoss(),
                watched.run().result().validationLoss(), watched.run().learning(), apart);
        if (base.lora() != null) {
            base.lora().merge();
        }
        reward.save(folder, card(result));
        watched.writeLog(List.of(Picture.of("rewards", "Rewards", "rewards/chosen",
                "rewards/rejected", "rewards/margins")));
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
                pipeline_tag: text-classification
                ---

                # A reward model

                Scores answers to instructions in the layout `%s`; trained in *LLM from scratch, in
                Java* on %,d pairs, %,d steps of %d. Of pairs it did not learn from it tells apart
                %s.
                """.formatted(settings.base().format(), training.size(), result.steps(),
                settings.training().batch() * settings.training().accumulate(), result.test());
    }
}
