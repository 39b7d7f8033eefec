package llm.preference.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import llm.model.DecoderModel;
import llm.preference.Metrics;
import llm.preference.Tiny;
import llm.tensor.RandomState;
import llm.tensor.optim.AdamConfig;
import llm.tensor.optim.AdamW;
import llm.tensor.optim.ParameterGroup;
import llm.text.dataset.BatchOrder;
import llm.text.dataset.DataLoader;
import llm.train.Learner;
import llm.train.LearningRateSchedule;
import llm.train.Trainer;
import llm.train.TrainingConfig;
import llm.train.TrainingData;
import llm.train.TrainingListener;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("PPO")
class PpoTest {
    private static final int GROUP = 4;

    private final Metrics metrics = new Metrics();
    private final ActorCritic models =
            new ActorCritic(Tiny.model(5), ActorCritic.critic(Tiny.model(5)));

    private Ppo ppo(Grpo.Schedule schedule) {
        return new Ppo(models, Tiny.model(5), Ppo.Terms.usual(), schedule, null, metrics);
    }

    private RolloutSource<Ppo.Answers> source(Ppo ppo) {
        return source(ppo, GROUP);
    }

    private RolloutSource<Ppo.Answers> source(Ppo ppo, int groupSize) {
        return new RolloutSource<>(new DataLoader<>(new PromptDataset(Tiny.PROMPTS),
                BatchOrder.shuffled(8, 7)), GrpoTest.sampler(models.policy()),
                RolloutSource.Options.of(groupSize, GrpoTest.LOWER_CASE, 11), ppo::batches,
                metrics);
    }

    @Test
    @DisplayName("says nothing about the spread of a group of one, as if all rewards were equal")
    void oneAnswer() {
        source(ppo(Grpo.Schedule.ONCE), 1).next();
        assertThat(metrics.take()).containsKey("reward")
                .doesNotContainKeys("reward_std", "frac_reward_zero_std");
    }

    @Test
    @DisplayName("begins with ratio 1, no KL, nothing clipped and a critic that expects 0")
    void firstStep() {
        Ppo ppo = ppo(Grpo.Schedule.ONCE);
        Ppo.Answers answers = source(ppo).next();
        ppo.loss(answers).div(ppo.targets(answers)).backward();
        Map<String, Double> seen = metrics.take();
        assertThat(seen.get("val/ratio")).isEqualTo(1, within(1e-7));
        assertThat(seen.get("policy/clipfrac_avg")).isZero();
        assertThat(seen.get("policy/approxkl_avg")).isZero();
        assertThat(seen.get("objective/kl")).isCloseTo(0, within(1e-4));
        assertThat(answers.values()).containsOnly(0);
        assertThat(seen.get("objective/scores")).isEqualTo(seen.get("reward"), within(1e-6));
        assertThat(models.critic().head().weight().grad().toArray()).isNotEqualTo(
                new float[models.critic().config().embDim()]);
    }

    @Test
    @DisplayName("raises the reward at a small KL, with a critic that learns what to expect")
    void learns() {
        Ppo ppo = ppo(new Grpo.Schedule(2, 16));
        var evaluation = new PolicyEvaluation(GrpoTest.sampler(models.policy()), Tiny.PROMPTS,
                GrpoTest.LOWER_CASE, 3);
        double before = evaluation.meanReward();
        var optimizer = new AdamW(List.of(
                new ParameterGroup(models.trainableParameters(), 0)), 3e-3,
                AdamConfig.LANGUAGE_MODEL);
        var config = TrainingConfig.of(new LearningRateSchedule(3e-3, 3e-4, 2, 120))
                .withEvalEvery(0);
        new Trainer<>(Learner.of(models, optimizer, new RandomState(0), "actor and critic"), ppo,
                TrainingData.only(source(ppo)), config).run(TrainingListener.silent());
        assertThat(evaluation.meanReward()).isGreaterThan(before + 0.2);
        float[] values = source(ppo).next().values();
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, value);
        }
        assertThat(largest).isGreaterThan(0.2);
    }

    @Test
    @DisplayName("needs a critic with one number")
    void refuses() {
        DecoderModel model = Tiny.model(1);
        assertThatIllegalArgumentException().isThrownBy(() -> new ActorCritic(model, model))
                .withMessage("a critic's head must give one number, got "
                        + Tiny.TOKENIZER.vocabSize());
    }
}
