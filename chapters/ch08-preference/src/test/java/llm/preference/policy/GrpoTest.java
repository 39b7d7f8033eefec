package llm.preference.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import llm.instruct.AnswerOptions;
import llm.instruct.Assistant;
import llm.instruct.PlainFormat;
import llm.model.DecoderModel;
import llm.model.decode.Sampler;
import llm.preference.Metrics;
import llm.preference.Tiny;
import llm.pretrain.Pretraining;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.optim.AdamConfig;
import llm.text.dataset.BatchOrder;
import llm.text.dataset.DataLoader;
import llm.train.Checkpoint;
import llm.train.Learner;
import llm.train.LearningRateSchedule;
import llm.train.Trainer;
import llm.train.TrainingConfig;
import llm.train.TrainingData;
import llm.train.TrainingListener;
import llm.train.TrainingLog;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("GRPO")
class GrpoTest {
    private static final int GROUP = 4;
    private static final int MOST = 6;                       // tokens of an answer
    /// The share of an answer's letters that are lower case.
    static final Reward LOWER_CASE = response -> response.answer().isEmpty() ? 0
            : response.answer().chars().filter(Character::isLowerCase).count()
            / (double) response.answer().length();

    @TempDir
    Path folder;

    private final Metrics metrics = new Metrics();

    static GroupSampler sampler(DecoderModel model) {
        return new GroupSampler(model, Tiny.TOKENIZER, PlainFormat.SHORT,
                Sampler.atTemperature(1), MOST);
    }

    private Grpo grpo(DecoderModel policy, Grpo.Schedule schedule) {
        return new Grpo(policy, null, new GrpoLoss(GrpoLoss.Form.GRPO, ClippedRatio.USUAL, 0, MOST),
                GroupAdvantages.USUAL, schedule, null, metrics);
    }

    private RolloutSource<Grpo.Answers> source(DecoderModel policy, Grpo grpo) {
        return new RolloutSource<>(new DataLoader<>(new PromptDataset(Tiny.PROMPTS),
                BatchOrder.shuffled(4, 7)), sampler(policy),
                RolloutSource.Options.of(GROUP, LOWER_CASE, 11), grpo::batches, metrics);
    }

    private Trainer<Grpo.Answers> trainer(Grpo.Schedule schedule, int steps, int saveEvery) {
        DecoderModel model = Tiny.model(5);
        Grpo grpo = grpo(model, schedule);
        var config = TrainingConfig.of(new LearningRateSchedule(3e-3, 3e-4, 2, steps))
                .withEvalEvery(0).withSaveEvery(saveEvery);
        return new Trainer<>(Learner.of(model,
                Pretraining.optimizer(model, AdamConfig.LANGUAGE_MODEL, 0), new RandomState(0),
                model.config()), grpo, TrainingData.only(source(model, grpo)), config);
    }

    @Test
    @DisplayName("begins with ratio 1, nothing clipped, loss 0 and a gradient that is not 0")
    void firstStep() {
        DecoderModel model = Tiny.model(5);
        Grpo grpo = grpo(model, Grpo.Schedule.ONCE);
        Grpo.Answers answers = source(model, grpo).next();
        assertThat(answers.old()).isNull();
        Tensor loss = grpo.loss(answers).div(grpo.targets(answers));
        assertThat((double) loss.item()).isCloseTo(0, within(1e-6));
        Map<String, Double> seen = metrics.take();
        assertThat(seen.get("clip_ratio/region_mean")).isZero();
        assertThat(seen.get("entropy")).isBetween(3.0, Math.log(Tiny.TOKENIZER.vocabSize()) + 1);
        loss.backward();
        double largest = 0;
        for (float g : model.head().weight().grad().toArray()) {
            largest = Math.max(largest, Math.abs(g));
        }
        assertThat(largest).isGreaterThan(1e-4);
    }

    @Test
    @DisplayName("has the same ratios where old log-probabilities are computed before")
    void oldLogProbs() {
        DecoderModel model = Tiny.model(5);
        Grpo twice = grpo(model, new Grpo.Schedule(2, 8));
        RolloutSource<Grpo.Answers> source = source(model, twice);
        Grpo.Answers first = source.next();
        assertThat(source.resumable()).isFalse();
        float[] now = Grpo.logProbs(model, first.batch());
        assertThat(first.old()).containsExactly(now);
        source.next();
        assertThat(source.next()).isSameAs(first);           // the second pass
        source.next();
        assertThat(source.resumable()).isTrue();
    }

    @Test
    @DisplayName("raises a reward that can be checked")
    void learns() {
        Trainer<Grpo.Answers> trainer = trainer(Grpo.Schedule.ONCE, 60, 0);
        var evaluation = new PolicyEvaluation(
                sampler((DecoderModel) trainer.learner().model()), Tiny.PROMPTS, LOWER_CASE, 3);
        double before = evaluation.meanReward();
        trainer.run(TrainingListener.silent());
        assertThat(before).isLessThan(0.6);
        assertThat(evaluation.meanReward()).isGreaterThan(before + 0.3);
    }

    @Test
    @DisplayName("goes on from a checkpoint to the same weights, also where answers are used twice")
    void resumes() throws IOException {
        var schedule = new Grpo.Schedule(2, 8);              // four steps for each set of answers
        Trainer<Grpo.Answers> whole = trainer(schedule, 12, 0);
        whole.run(TrainingListener.silent());
        Trainer<Grpo.Answers> first = trainer(schedule, 12, 3);
        first.run(new TrainingListener() {
            @Override
            public void onStep(TrainingLog.Row row) {
                if (row.step() == 6) {
                    first.requestStop();                     // in the midst of a set
                }
            }

            @Override
            public void onCheckpoint(Trainer<?> at) {
                try {
                    Checkpoint.save(at, folder);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        assertThat(first.steps()).isEqualTo(8);
        Trainer<Grpo.Answers> second = trainer(schedule, 12, 3);
        Checkpoint.restore(second, Checkpoint.latest(folder).orElseThrow());
        second.run(TrainingListener.silent());
        assertThat(weights(second)).containsExactly(weights(whole));
    }

    private static float[] weights(Trainer<?> trainer) {
        return ((DecoderModel) trainer.learner().model()).head().weight().toArray();
    }

    @Test
    @DisplayName("samples an answer as if the others of its group were not there")
    void groups() {
        DecoderModel model = Tiny.model(5);
        GroupSampler sampler = sampler(model);
        List<Completion> all = sampler.sample(Tiny.PROMPTS.subList(0, 3), GROUP, 17);
        List<Completion> first = sampler.sample(Tiny.PROMPTS.subList(0, 1), GROUP, 17);
        assertThat(all).hasSize(3 * GROUP);
        for (int i = 0; i < GROUP; i++) {
            assertThat(first.get(i).answer()).containsExactly(all.get(i).answer());
        }
        assertThat(all.stream().limit(GROUP).map(each -> Arrays.toString(each.answer())).distinct()
                .count()).isGreaterThan(1);
    }

    @Test
    @DisplayName("samples greedily what chapter 7's assistant answers")
    void greedy() {
        DecoderModel model = Tiny.model(5);
        var assistant = new Assistant(model, Tiny.TOKENIZER, PlainFormat.SHORT,
                AnswerOptions.greedy(MOST));
        List<Completion> greedy = sampler(model).with(Sampler.mostLikely())
                .sample(Tiny.PROMPTS, 1, 0);
        assertThat(greedy).extracting(each -> each.response().answer())
                .isEqualTo(assistant.answer(Tiny.PROMPTS).answers());
    }
}
