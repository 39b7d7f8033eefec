package llm.tools.preference;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import llm.model.LanguageModel;
import llm.preference.LossDoctor;
import llm.preference.Metrics;
import llm.preference.policy.Grpo;
import llm.pretrain.folder.LoadOptions;
import llm.pretrain.folder.PretrainedModel;
import llm.tools.cli.Progress;
import llm.tools.finetune.FinetuneFlow;
import llm.tools.finetune.FinetuningFolder;
import llm.tools.finetune.InstructionParts;
import llm.tools.finetune.LearningAssistant;
import llm.tools.preference.WatchedRun.Picture;
import llm.tools.train.TrainingRun;
import llm.tools.train.TrainingSettings;
import llm.train.Trainer;
import llm.train.TrainingData;
import org.jspecify.annotations.Nullable;

/// GRPO, from prompts to a folder.
final class GrpoRun implements FinetuneFlow.Run<LearnedPolicy> {
    private static final String NOTE = "%nThe loss will be near 0 all the time, and its gradient "
            + "will not: watch the reward.";

    private final GrpoSettings settings;
    private final Path folder;
    private final LearningPolicy policy;
    private final PolicyScores before;
    private final WatchedRun<Grpo.Answers> watched;

    /// @param options how the base is loaded
    GrpoRun(GrpoSettings settings, InstructionParts prompts, LoadOptions options,
            FinetuningFolder out) throws IOException {
        this.settings = settings;
        this.folder = out.path();
        TrainingSettings how = settings.training();
        LearningAssistant assistant = LearningAssistant.load(settings.base(), options, how);
        policy = LearningPolicy.of(assistant, prompts, settings.rollouts());
        before = policy.before(out.data());
        Metrics metrics = new Metrics();
        Grpo grpo = new Grpo(assistant.model(), reference(options), settings.loss(),
                settings.advantages(), settings.rollouts().schedule(), policy.validation(),
                metrics);
        watched = new WatchedRun<>(new TrainingRun<>(new Trainer<>(assistant.learner(how), grpo,
                TrainingData.only(policy.source(how, grpo::batches, metrics)),
                assistant.config(how)), how, folder), metrics,
                new LossDoctor(Double.NaN, assistant.model().vocabSize()),
                "reward", "eval_reward", "entropy", "completions/mean_length");
    }

    /// The policy as it began, a second time; nothing where a step away costs nothing.
    private @Nullable LanguageModel reference(LoadOptions options) throws IOException {
        if (settings.loss().beta() == 0) {
            return null;
        }
        PretrainedModel again = PretrainedModel.load(Path.of(settings.base().model()), options);
        again.model().freeze();
        return again.model();
    }

    @Override
    public Trainer<Grpo.Answers> trainer() {
        return watched.run().trainer();
    }

    @Override
    public String facts() {
        return ("%,d prompts to learn from, %d answers to each; %,d parameters learn, %,d steps.%n"
                + "Right answers to %,d test prompts now: %s").formatted(
                policy.prompts().training().size(), settings.rollouts().group(),
                watched.run().learning(), settings.training().steps(), before.count(), before)
                + (isLossFlat() ? NOTE.formatted() : "");
    }

    /// With one step for each set of answers every ratio is 1, and the loss is minus the mean of
    /// the advantages, which is 0.
    private boolean isLossFlat() {
        return settings.rollouts().schedule().equals(Grpo.Schedule.ONCE);
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
    public LearnedPolicy save() throws IOException {
        watched.run().chooseResult();
        int recent = Math.max(1, settings.training().steps() / 10);
        LearnedPolicy result = new LearnedPolicy(folder.toString(),
                watched.run().result().step(), watched.recent("reward", recent),
                settings.loss().beta() == 0 ? null : watched.recent("kl", recent),
                watched.run().learning(), before, policy.test());
        policy.assistant().save(folder, card(result));
        watched.writeLog(List.of(
                Picture.of("reward", "Mean reward of an answer", "reward", "reward/true",
                        "eval_reward"),
                Picture.of("entropy", "Entropy of the policy, nats", "entropy"),
                Picture.of("lengths", "Tokens of an answer", "completions/mean_length")));
        new FinetuningFolder(folder).writeResult(result);
        return result;
    }

    @Override
    public Optional<String> advice() {
        return watched.run().stoppedEarly();
    }

    private String card(LearnedPolicy result) {
        return """
                ---
                library_name: transformers
                pipeline_tag: text-generation
                ---

                # A policy that learned from rewards

                A language model, trained by group relative policy optimization (%s, %d answers
                to each prompt) in *LLM from scratch, in Java*, %,d steps. It expects instructions
                in the layout `%s`. Right answers to test prompts: %s; before: %s.
                """.formatted(settings.loss().form().name().toLowerCase(Locale.ROOT),
                settings.rollouts().group(), result.steps(), settings.base().format(),
                result.after(), result.before());
    }
}
