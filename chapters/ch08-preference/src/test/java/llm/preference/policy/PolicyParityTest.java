package llm.preference.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import llm.preference.Fixtures;
import llm.preference.PreferenceCase;
import llm.preference.policy.GroupAdvantages.Spread;
import llm.preference.policy.GrpoLoss.Form;
import llm.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Against PyTorch 2.13, TRL 1.13 and Stanford's CS336; tolerances in [PreferenceCase].
@DisplayName("Terms of policy optimization")
class PolicyParityTest {

    @Test
    @DisplayName("are compared in 63 cases together with those of pairs")
    void all() {
        assertThat(List.of("dpo", "reward_loss", "group_advantages", "kl", "grpo", "entropy",
                "masked", "gae", "whiten", "ppo_policy", "ppo_value", "ppo_rollout"))
                .extracting(op -> Fixtures.cases(op).size())
                .containsExactly(15, 5, 3, 3, 16, 2, 6, 3, 2, 2, 2, 4);
    }

    static List<PreferenceCase> groupAdvantages() {
        return Fixtures.cases("group_advantages");
    }

    @ParameterizedTest
    @MethodSource
    @DisplayName("advantages of groups")
    void groupAdvantages(PreferenceCase given) {
        float[] rewards = given.input("rewards");
        int size = (int) given.number("group_size");
        given.assertOutput("advantages", new GroupAdvantages(
                given.attribute("normalize_by_std").asBoolean(), given.number("eps"))
                .of(rewards, size));
        Spread[] spreads = GroupAdvantages.spreads(rewards, size);
        float[] means = new float[spreads.length];
        float[] deviations = new float[spreads.length];
        for (int i = 0; i < spreads.length; i++) {
            means[i] = (float) spreads[i].mean();
            deviations[i] = (float) spreads[i].deviation();
        }
        given.assertOutput("group_mean", means);
        given.assertOutput("group_std", deviations);
    }

    static List<PreferenceCase> kl() {
        return Fixtures.cases("kl");
    }

    @ParameterizedTest
    @MethodSource
    @DisplayName("estimates of the KL")
    void kl(PreferenceCase given) {
        Kl kl = Kl.valueOf(given.text("estimator").toUpperCase(Locale.ROOT));
        Tensor policy = leaf(given, "policy");
        Tensor tokens = kl.of(policy, tensor(given, "reference"));
        given.assertOutput("per_token", tokens.toArray());
        float[] one = new float[given.input("policy").length];
        for (int i = 0; i < one.length; i++) {
            one[i] = (float) kl.of(given.input("policy")[i], given.input("reference")[i]);
        }
        given.assertOutput("per_token", one);
        Tensor loss = mask(given).mean(tokens);
        given.assertOutput("loss", loss.item());
        loss.backward();
        given.assertGradient("policy", policy);
    }

    static List<PreferenceCase> grpo() {
        return Fixtures.cases("grpo");
    }

    @ParameterizedTest
    @MethodSource
    @DisplayName("losses of GRPO, DAPO and Dr. GRPO")
    void grpo(PreferenceCase given) {
        TokenMask mask = mask(given);
        var clip = new ClippedRatio(given.number("epsilon_low"), given.number("epsilon_high"));
        var loss = new GrpoLoss(Form.valueOf(given.text("loss_type").toUpperCase(Locale.ROOT)),
                clip, given.number("beta"), (int) given.number("max_completion_length"));
        float[] reference = given.has("reference") ? given.input("reference") : null;
        float[] old = given.input("old");
        Tensor policy = leaf(given, "policy");
        Tensor tokens = loss.tokens(policy, old, reference, given.input("advantages"));
        given.assertOutput("per_token", tokens.mul(mask.tensor(tokens.backend())).toArray());
        ClippedRatio.Clipped clipped = clip.clipped(ClippedRatio.ratios(policy.toArray(), old),
                GrpoLoss.repeated(given.input("advantages"), mask.tokens()));
        given.assertOutput("clip_fraction_low", mask.mean(clipped.low()));
        given.assertOutput("clip_fraction_high", mask.mean(clipped.high()));
        given.assertOutput("clip_fraction",
                mask.mean(clipped.low()) + mask.mean(clipped.high()));
        if (reference != null) {
            given.assertOutput("mean_kl", mask.mean(Kl.K3.of(policy,
                    tensor(given, "reference"))).item());
        }
        Tensor mean = loss.sum(tokens, mask).div(loss.targets(mask));
        given.assertOutput("loss", mean.item());
        mean.backward();
        given.assertGradient("policy", policy);
    }

    static List<PreferenceCase> entropy() {
        return Fixtures.cases("entropy");
    }

    @ParameterizedTest
    @MethodSource
    @DisplayName("entropy")
    void entropy(PreferenceCase given) {
        int rows = given.rows("logits");
        int tokens = given.columns("logits");
        float[] values = given.input("logits");
        Tensor logits = Fixtures.leaf(values, rows, tokens, values.length / (rows * tokens));
        Tensor entropy = Entropy.of(logits);
        given.assertOutput("per_token", entropy.toArray());
        Tensor loss = given.has("mask") ? mask(given).mean(entropy) : entropy.mean();
        given.assertOutput("loss", loss.item());
        loss.backward();
        given.assertGradient("logits", logits);
    }

    static List<PreferenceCase> masked() {
        return Fixtures.cases("masked");
    }

    @ParameterizedTest
    @MethodSource
    @DisplayName("means of what counts")
    void masked(PreferenceCase given) {
        Tensor values = leaf(given, "values");
        TokenMask mask = mask(given);
        boolean mean = given.text("kind").equals("mean");
        double constant = given.number("constant");
        Tensor result = given.attribute("dim").isNull()
                ? mean ? mask.mean(values) : mask.normalized(values, constant)
                : mean ? mask.mean(values, (int) given.number("dim"))
                : mask.normalized(values, (int) given.number("dim"), constant);
        given.assertOutput("result", result.toArray());
        Tensor loss = result.sum();
        given.assertOutput("loss", loss.item());
        loss.backward();
        given.assertGradient("values", values);
    }

    static List<PreferenceCase> gae() {
        return Fixtures.cases("gae");
    }

    @ParameterizedTest
    @MethodSource
    @DisplayName("advantages of tokens")
    void gae(PreferenceCase given) {
        float[] values = given.input("values");
        float[] advantages = new AdvantageEstimator(given.number("gamma"), given.number("lambda"))
                .advantages(given.input("rewards"), values, given.columns("rewards"));
        given.assertOutput("advantages", advantages);
        given.assertOutput("returns", sum(advantages, values));
    }

    static List<PreferenceCase> whiten() {
        return Fixtures.cases("whiten");
    }

    @ParameterizedTest
    @MethodSource
    @DisplayName("whitening")
    void whiten(PreferenceCase given) {
        given.assertOutput("result", Whitening.of(given.input("values"), mask(given),
                !given.attribute("shift_mean").asBoolean()));
    }

    static List<PreferenceCase> ppoPolicy() {
        return Fixtures.cases("ppo_policy");
    }

    @ParameterizedTest
    @MethodSource
    @DisplayName("PPO's loss of the policy")
    void ppoPolicy(PreferenceCase given) {
        TokenMask mask = mask(given);
        var clip = new ClippedRatio(given.number("cliprange"), given.number("cliprange"));
        float[] old = given.input("old");
        float[] advantages = given.input("advantages");
        Tensor policy = leaf(given, "policy");
        Tensor tokens = clip.losses(policy, old, advantages);
        given.assertOutput("per_token", tokens.mul(mask.tensor(tokens.backend())).toArray());
        ClippedRatio.Clipped clipped =
                clip.clipped(ClippedRatio.ratios(policy.toArray(), old), advantages);
        given.assertOutput("clip_fraction",
                mask.mean(clipped.low()) + mask.mean(clipped.high()));
        given.assertOutput("approx_kl",
                mask.mean(Kl.K2.of(policy, tensor(given, "old"))).item());
        Tensor loss = mask.mean(tokens);
        given.assertOutput("loss", loss.item());
        loss.backward();
        given.assertGradient("policy", policy);
    }

    static List<PreferenceCase> ppoValue() {
        return Fixtures.cases("ppo_value");
    }

    /// The stored losses of tokens are not halved yet.
    @ParameterizedTest
    @MethodSource
    @DisplayName("PPO's loss of the critic")
    void ppoValue(PreferenceCase given) {
        TokenMask mask = mask(given);
        var value = new ValueLoss(given.number("cliprange_value"));
        float[] old = given.input("old_values");
        float[] returns = given.input("returns");
        Tensor values = leaf(given, "values");
        Tensor tokens = value.losses(values, old, returns);
        given.assertOutput("per_token",
                tokens.mul(2).mul(mask.tensor(tokens.backend())).toArray());
        given.assertOutput("clip_fraction",
                value.clipped(values.toArray(), old, returns, mask));
        Tensor loss = mask.mean(tokens);
        given.assertOutput("loss", loss.item());
        loss.backward();
        given.assertGradient("values", values);
    }

    static List<PreferenceCase> ppoRollout() {
        return Fixtures.cases("ppo_rollout");
    }

    @ParameterizedTest
    @MethodSource
    @DisplayName("rewards, returns and advantages of PPO's answers")
    void ppoRollout(PreferenceCase given) {
        TokenMask mask = byLengths(given);
        var rewards = new TokenRewards(given.number("kl_coef"),
                Kl.valueOf(given.text("kl_estimator").toUpperCase(Locale.ROOT)),
                TokenRewards.Place.valueOf(given.text("score_at").toUpperCase(Locale.ROOT)));
        float[] of = rewards.of(given.input("policy"), given.input("reference"),
                given.input("scores"), mask);
        given.assertOutput("rewards", of);
        float[] places = new float[mask.rows()];
        for (int row = 0; row < places.length; row++) {
            places[row] = rewards.position(row, mask);
        }
        given.assertOutput("score_position", places);
        float[] values = given.input("values");
        for (int i = 0; i < values.length; i++) {
            values[i] *= rewards.reach(mask).counts()[i];
        }
        float[] advantages = new AdvantageEstimator(given.number("gamma"), given.number("lambda"))
                .advantages(of, values, mask.tokens());
        given.assertOutput("raw_advantages", advantages);
        given.assertOutput("returns", sum(advantages, values));
        given.assertOutput("advantages", Whitening.of(advantages, mask, false));
    }

    private static TokenMask byLengths(PreferenceCase given) {
        int tokens = given.columns("policy");
        float[] lengths = given.input("lengths");
        float[] counts = new float[lengths.length * tokens];
        for (int row = 0; row < lengths.length; row++) {
            Arrays.fill(counts, row * tokens, row * tokens + (int) lengths[row], 1);
        }
        return new TokenMask(lengths.length, tokens, counts);
    }

    private static TokenMask mask(PreferenceCase given) {
        return new TokenMask(given.rows("mask"), given.columns("mask"), given.input("mask"));
    }

    private static Tensor leaf(PreferenceCase given, String name) {
        return Fixtures.leaf(given.input(name), given.rows(name), given.columns(name));
    }

    private static Tensor tensor(PreferenceCase given, String name) {
        return Tensor.of(given.input(name), given.rows(name), given.columns(name));
    }

    private static float[] sum(float[] a, float... b) {
        float[] sum = new float[a.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = a[i] + b[i];
        }
        return sum;
    }
}
