package llm.preference.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import llm.model.LanguageModel;
import llm.preference.Metrics;
import llm.tensor.Autograd;
import llm.tensor.IntTensor;
import llm.tensor.Scope;
import llm.tensor.Tensor;
import llm.tensor.layer.Layer;
import llm.text.dataset.Batch;
import llm.text.dataset.BatchSource;
import llm.train.Objective;
import org.jspecify.annotations.Nullable;

/// Proximal policy optimization as an objective: a token after which it went better than the critic
/// had expected becomes likelier, and the critic learns what to expect.
/// Source: Schulman et al. (2017); with a reward model and a price for the KL: Ouyang et al.
/// (2022), InstructGPT, §3.5.
///
/// @param models     what learns
/// @param reference  what the policy should stay near
/// @param terms      how answers are judged
/// @param schedule   how often answers are learned from
/// @param evaluation answers to other prompts; null for none
/// @param metrics    what is watched
public record Ppo(ActorCritic models, LanguageModel reference, Terms terms,
                  Grpo.Schedule schedule, @Nullable PolicyEvaluation evaluation, Metrics metrics)
        implements Objective<Ppo.Answers> {

    /// The parts of the loss.
    ///
    /// @param rewards     of tokens
    /// @param advantages  how surprises reach back
    /// @param clip        how far one set of samples may move the policy
    /// @param values      what the critic makes smaller
    /// @param valueWeight of the critic's loss beside the policy's
    public record Terms(TokenRewards rewards, AdvantageEstimator advantages, ClippedRatio clip,
                        ValueLoss values, double valueWeight) {
        private static final double PRICE = 0.05;
        private static final double VALUE_CLIP = 0.2;
        private static final double VALUE_WEIGHT = 0.1;

        /// As TRL has them, with the score at the last token.
        public static Terms usual() {
            return new Terms(new TokenRewards(PRICE, Kl.K1, TokenRewards.Place.LAST_TOKEN),
                    AdvantageEstimator.USUAL, ClippedRatio.USUAL, new ValueLoss(VALUE_CLIP),
                    VALUE_WEIGHT);
        }
    }

    /// Answers of a step; all arrays are `(rows, tokens)` flat.
    ///
    /// @param batch      prompts with answers, `(rows, tokens)`
    /// @param old        log-probabilities when they were sampled
    /// @param values     what the critic expected then
    /// @param returns    what turned out
    /// @param advantages whitened
    public record Answers(Batch batch, float[] old, float[] values, float[] returns,
                          float... advantages) {

        TokenMask mask() {
            return TokenMask.of(batch.targets());
        }
    }

    /// What is to be learned from answers, in order.
    public List<Answers> batches(Rollouts rollouts) {
        Batch all = rollouts.answers();
        TokenMask mask = TokenMask.of(all.targets());
        int rows = schedule.rowsOf(mask.rows());
        float[] old = new float[mask.counts().length];
        float[] values = new float[old.length];
        float[] near = new float[old.length];
        for (int from = 0; from < mask.rows(); from += rows) {
            Batch part = part(all, from, Math.min(from + rows, mask.rows()));
            put(Grpo.logProbs(models.policy(), part), old, from * mask.tokens());
            put(Grpo.logProbs(reference, part), near, from * mask.tokens());
            put(valuesOf(part), values, from * mask.tokens());
        }
        float[] rewards = terms.rewards().of(old, near, rollouts.rewards(), mask);
        watch(rollouts, mask, old, near);
        float[] advantages = terms.advantages().advantages(rewards, values, mask.tokens());
        float[] returns = sum(advantages, values);
        float[] white = Whitening.of(advantages, mask, false);
        List<Answers> once = new ArrayList<>();
        for (int from = 0; from < mask.rows(); from += rows) {
            int to = Math.min(from + rows, mask.rows());
            int a = from * mask.tokens();
            int b = to * mask.tokens();
            once.add(new Answers(part(all, from, to), Arrays.copyOfRange(old, a, b),
                    Arrays.copyOfRange(values, a, b), Arrays.copyOfRange(returns, a, b),
                    Arrays.copyOfRange(white, a, b)));
        }
        List<Answers> steps = new ArrayList<>();
        for (int pass = 0; pass < schedule.passes(); pass++) {
            steps.addAll(once);
        }
        return steps;
    }

    private static Batch part(Batch all, int from, int to) {
        return new Batch(rows(all.inputs(), from, to), rows(all.targets(), from, to));
    }

    private static IntTensor rows(IntTensor all, int from, int to) {
        int tokens = all.size(1);
        return IntTensor.of(Arrays.copyOfRange(all.values(), from * tokens, to * tokens),
                to - from, tokens);
    }

    private static void put(float[] part, float[] all, int from) {
        System.arraycopy(part, 0, all, from, part.length);
    }

    private static float[] sum(float[] a, float... b) {
        float[] sum = new float[a.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = a[i] + b[i];
        }
        return sum;
    }

    /// What the critic expects at the tokens that count; 0 elsewhere.
    private float[] valuesOf(Batch part) {
        try (Scope _ = Scope.open()) {
            TokenMask mask = terms.rewards().reach(TokenMask.of(part.targets()));
            return Autograd.noGrad(() -> {
                Tensor values = models.values(part.inputs());
                return values.mul(mask.tensor(values.backend()));
            }).toArray();
        }
    }

    private void watch(Rollouts rollouts, TokenMask mask, float[] old, float... near) {
        double kl = 0;
        for (int i = 0; i < old.length; i++) {
            kl += Kl.K1.of(old[i], near[i]);
        }
        int rows = mask.rows();
        double entropy = -mask.mean(old) * mask.count();
        metrics.add("objective/kl", kl, rows);
        metrics.add("objective/kl_per_token", kl, mask.count());
        metrics.add("objective/entropy", entropy, rows);
        metrics.add("objective/non_score_reward", -terms.rewards().price() * kl, rows);
        metrics.add("objective/scores", rollouts.rewards());
        metrics.add("objective/rlhf_reward",
                rollouts.meanReward() * rows - terms.rewards().price() * kl, rows);
        metrics.add("entropy", entropy, mask.count());
    }

    @Override
    public long targets(Answers answers) {
        return answers.mask().count();
    }

    @Override
    public Tensor loss(Answers answers) {
        TokenMask mask = answers.mask();
        Tensor logProbs = models.policy().logProbs(answers.batch.inputs(),
                answers.batch.targets());                                    // (rows, tokens)
        Tensor values = models.values(answers.batch.inputs());               // (rows, tokens)
        Tensor policy = terms.clip().losses(logProbs, answers.old, answers.advantages);
        Tensor critic = terms.values().losses(values, answers.values, answers.returns);
        watch(answers, mask, logProbs.toArray(), values.toArray());
        return policy.add(critic.mul(terms.valueWeight()))
                .mul(mask.tensor(policy.backend())).sum();
    }

    private void watch(Answers answers, TokenMask mask, float[] now, float... values) {
        float[] ratios = ClippedRatio.ratios(now, answers.old);
        ClippedRatio.Clipped clipped = terms.clip().clipped(ratios, answers.advantages);
        float[] kl = new float[now.length];
        for (int i = 0; i < kl.length; i++) {
            kl[i] = (float) Kl.K2.of(now[i], answers.old[i]);
        }
        long count = mask.count();
        metrics.add("policy/clipfrac_avg",
                (mask.mean(clipped.low()) + mask.mean(clipped.high())) * count, count);
        metrics.add("policy/approxkl_avg", mask.mean(kl) * count, count);
        metrics.add("val/ratio", mask.mean(ratios) * count, count);
        metrics.add("val/clipfrac_avg", terms.values().clipped(values, answers.values,
                answers.returns, mask) * count, count);
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
