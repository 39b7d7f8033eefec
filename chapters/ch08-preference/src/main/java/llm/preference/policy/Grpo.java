package llm.preference.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import llm.model.LanguageModel;
import llm.preference.Metrics;
import llm.tensor.Autograd;
import llm.tensor.Scope;
import llm.tensor.Tensor;
import llm.tensor.layer.Layer;
import llm.text.dataset.Batch;
import llm.text.dataset.BatchSource;
import llm.train.Objective;
import org.jspecify.annotations.Nullable;

/// Group relative policy optimization as an objective: an answer that was better than the others of
/// its group becomes likelier, one that was worse less likely.
/// Source: Shao et al. (2024), DeepSeekMath, §4.1; with rules as rewards: DeepSeek-AI (2025),
/// DeepSeek-R1, §2.2.
///
/// @param policy     what learns
/// @param reference  what it should stay near; null for nothing
/// @param loss       how answers are judged
/// @param advantages how much better one is than the others
/// @param schedule   how often answers are learned from
/// @param evaluation answers to other prompts; null for none
/// @param metrics    what is watched
public record Grpo(LanguageModel policy, @Nullable LanguageModel reference, GrpoLoss loss,
                   GroupAdvantages advantages, Schedule schedule,
                   @Nullable PolicyEvaluation evaluation, Metrics metrics)
        implements Objective<Grpo.Answers> {

    /// How often answers are learned from before the policy answers again.
    ///
    /// @param passes over all of them; with one, and one step in it, the policy that learns is the
    ///               one that answered: every ratio is 1, and nothing is clipped
    /// @param rows   answers of a step; 0 for all
    public record Schedule(int passes, int rows) {
        /// Every answer once, all in one step.
        public static final Schedule ONCE = new Schedule(1, 0);

        public Schedule {
            if (passes < 1 || rows < 0) {
                throw new IllegalArgumentException(
                        "passes must be 1 or more and rows 0 or more, got %d and %d"
                                .formatted(passes, rows));
            }
        }

        /// Answers of a step where there are so many in all.
        int rowsOf(int all) {
            return rows == 0 ? all : Math.min(rows, all);
        }

        boolean isOnce(int all) {
            return passes == 1 && rowsOf(all) == all;
        }
    }

    /// Answers of a step.
    ///
    /// @param batch      prompts with answers, `(rows, tokens)`
    /// @param old        log-probabilities when they were sampled, `(rows, tokens)` flat; null if
    ///                   the policy has not changed since
    /// @param reference  those of the reference; null for none
    /// @param advantages of the answers, `(rows)`
    public record Answers(Batch batch, float @Nullable [] old, float @Nullable [] reference,
                          float... advantages) {

        TokenMask mask() {
            return TokenMask.of(batch.targets());
        }
    }

    /// What is to be learned from answers, in order.
    public List<Answers> batches(Rollouts rollouts) {
        float[] judged = advantages.of(rollouts.rewards(), rollouts.groupSize());
        int all = judged.length;
        int rows = schedule.rowsOf(all);
        List<Answers> once = new ArrayList<>();
        for (int from = 0; from < all; from += rows) {
            int to = Math.min(from + rows, all);
            Batch batch = rollouts.part(from, to).answers();
            once.add(new Answers(batch, schedule.isOnce(all) ? null : logProbs(policy, batch),
                    reference == null || loss.beta() == 0 ? null : logProbs(reference, batch),
                    Arrays.copyOfRange(judged, from, to)));
        }
        List<Answers> steps = new ArrayList<>();
        for (int pass = 0; pass < schedule.passes(); pass++) {
            steps.addAll(once);
        }
        return steps;
    }

    /// Log-probabilities of answers, `(rows, tokens)` flat.
    static float[] logProbs(LanguageModel model, Batch batch) {
        try (Scope _ = Scope.open()) {
            return Autograd.noGrad(() -> model.logProbs(batch.inputs(), batch.targets())).toArray();
        }
    }

    @Override
    public long targets(Answers answers) {
        return loss.targets(answers.mask());
    }

    @Override
    public Tensor loss(Answers answers) {
        TokenMask mask = answers.mask();
        Tensor logProbs = policy.logProbs(answers.batch.inputs(), answers.batch.targets());
        float[] now = logProbs.toArray();                    // (rows, tokens)
        float[] old = answers.old == null ? now : answers.old;
        watch(answers, mask, now, old);
        Tensor losses = loss.tokens(logProbs, old, answers.reference, answers.advantages);
        return loss.sum(losses, mask);
    }

    private void watch(Answers answers, TokenMask mask, float[] now, float... old) {
        ClippedRatio.Clipped clipped = loss.clip().clipped(ClippedRatio.ratios(now, old),
                GrpoLoss.repeated(answers.advantages, mask.tokens()));
        long count = mask.count();
        metrics.add("clip_ratio/low_mean", mask.mean(clipped.low()) * count, count);
        metrics.add("clip_ratio/high_mean", mask.mean(clipped.high()) * count, count);
        metrics.add("clip_ratio/region_mean",
                (mask.mean(clipped.low()) + mask.mean(clipped.high())) * count, count);
        metrics.add("entropy", -mask.mean(old) * count, count);  // drawn tokens: right on average
        if (answers.reference != null) {
            float[] kl = new float[now.length];
            for (int i = 0; i < kl.length; i++) {
                kl[i] = (float) Kl.K3.of(now[i], answers.reference[i]);
            }
            metrics.add("kl", mask.mean(kl) * count, count);
        }
    }

    @Override
    public long tokens(Answers answers) {
        return answers.batch.inputs().count();
    }

    /// Minus the mean reward on other prompts: what becomes smaller as answers become better.
    @Override
    public double evaluate(Layer model, @Nullable BatchSource<Answers> validation) {
        return evaluation == null ? Double.NaN : -evaluation.meanReward(metrics);
    }
}
