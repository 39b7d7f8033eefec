package llm.tools.preference;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import llm.model.DecoderModel;
import llm.preference.LossDoctor;
import llm.preference.Metrics;
import llm.preference.policy.ActorCritic;
import llm.preference.policy.Ppo;
import llm.pretrain.folder.LoadOptions;
import llm.pretrain.folder.PretrainedModel;
import llm.tensor.optim.AdamW;
import llm.tensor.optim.ParameterGroup;
import llm.tools.cli.Progress;
import llm.tools.finetune.FinetuneFlow;
import llm.tools.finetune.FinetuningFolder;
import llm.tools.finetune.InstructionParts;
import llm.tools.finetune.LearningAssistant;
import llm.tools.preference.WatchedRun.Picture;
import llm.tools.train.TrainingRun;
import llm.tools.train.TrainingSettings;
import llm.train.Learner;
import llm.train.LearningRateSchedule;
import llm.train.Trainer;
import llm.train.TrainingData;

/// PPO, from prompts to a folder.
final class PpoRun implements FinetuneFlow.Run<LearnedPolicy> {
    private final PpoSettings settings;
    private final Path folder;
    private final LearningPolicy policy;
    private final PolicyScores before;
    private final WatchedRun<Ppo.Answers> watched;

    /// @param options how the base is loaded
    PpoRun(PpoSettings settings, InstructionParts prompts, LoadOptions options,
           FinetuningFolder out) throws IOException {
        this.settings = settings;
        this.folder = out.path();
        TrainingSettings how = settings.training();
        LearningAssistant assistant = LearningAssistant.load(settings.base(), options, how);
        policy = LearningPolicy.of(assistant, prompts, settings.rollouts());
        before = policy.before(out.data());
        DecoderModel reference = again(options);
        reference.freeze();
        ActorCritic models = new ActorCritic(assistant.model(), ActorCritic.critic(again(options)));
        Metrics metrics = new Metrics();
        Ppo ppo = new Ppo(models, reference, settings.terms(), settings.rollouts().schedule(),
                policy.validation(), metrics);
        watched = new WatchedRun<>(new TrainingRun<>(new Trainer<>(learner(models, how), ppo,
                TrainingData.only(policy.source(how, ppo::batches, metrics)), how.config(
                LearningRateSchedule.of(how.learningRate(), how.warmup(), how.steps()))), how,
                folder), metrics, new LossDoctor(Double.NaN, assistant.model().vocabSize()),
                "reward", "reward/true", "objective/kl_per_token", "entropy");
    }

    /// The policy as it began, once more.
    private DecoderModel again(LoadOptions options) throws IOException {
        return PretrainedModel.load(Path.of(settings.base().model()), options).model();
    }

    private static Learner learner(ActorCritic models, TrainingSettings how) {
        return Learner.of(models, new AdamW(ParameterGroup.decayMatrices(
                models.trainableParameters(), how.weightDecay()), 0, how.adam()),
                models.policy().random(), models.policy().config());
    }

    @Override
    public Trainer<Ppo.Answers> trainer() {
        return watched.run().trainer();
    }

    @Override
    public String facts() {
        return ("%,d prompts to learn from; %,d parameters learn, the critic's included, %,d "
                + "steps.%nRight answers to %,d test prompts now: %s").formatted(
                policy.prompts().training().size(), watched.run().learning(),
                settings.training().steps(), before.count(), before);
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
                watched.recent("objective/kl_per_token", recent), watched.run().learning(),
                before, policy.test());
        policy.assistant().save(folder, card(result));
        watched.writeLog(List.of(
                Picture.of("reward", "Mean reward of an answer", "reward", "reward/true",
                        "objective/rlhf_reward"),
                Picture.of("kl", "KL to the reference, nats per token", "objective/kl_per_token"),
                Picture.of("entropy", "Entropy of the policy, nats", "entropy")));
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

                # A policy that learned from a reward model

                A language model, trained by proximal policy optimization in *LLM from scratch, in
                Java*, %,d steps, mean KL %.3f nats per token. It expects instructions in the layout
                `%s`. Right answers to test prompts: %s; before: %s.
                """.formatted(result.steps(), result.kl(), settings.base().format(),
                result.after(), result.before());
    }
}
