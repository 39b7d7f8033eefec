package llm.preference;

import static llm.preference.Fixtures.leaf;

import java.util.List;
import java.util.Locale;
import llm.preference.DpoLoss.Form;
import llm.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Against PyTorch 2.13 and the trainers of TRL 1.13; tolerances in [PreferenceCase].
@DisplayName("Losses of pairs")
class PairLossParityTest {

    static List<PreferenceCase> dpo() {
        return Fixtures.cases("dpo");
    }

    static List<PreferenceCase> reward() {
        return Fixtures.cases("reward_loss");
    }

    /// TRL's `ipo` divides each side by its tokens, which is [LogProb#MEAN]; `ipo_sums` is the
    /// paper's.
    @ParameterizedTest
    @MethodSource
    @DisplayName("of DPO are those of TRL, with their gradients")
    void dpo(PreferenceCase given) {
        int pairs = given.rows("policy_chosen");
        Tensor chosen = leaf(given.input("policy_chosen"), pairs);
        Tensor rejected = leaf(given.input("policy_rejected"), pairs);
        Tensor better = chosen.sub(Tensor.of(given.input("reference_chosen"), pairs));
        Tensor worse = rejected.sub(Tensor.of(given.input("reference_rejected"), pairs));
        DpoLoss loss = loss(given);
        float[] rewards = better.mul(loss.beta()).toArray();
        float[] others = worse.mul(loss.beta()).toArray();
        given.assertOutput("chosen_rewards", rewards);
        given.assertOutput("rejected_rewards", others);
        given.assertOutput("margins", Metrics.difference(rewards, others));
        given.assertOutput("accuracy", mean(Metrics.larger(rewards, others)));
        if (given.has("chosen_tokens")) {
            better = better.div(Tensor.of(given.input("chosen_tokens"), pairs));
            worse = worse.div(Tensor.of(given.input("rejected_tokens"), pairs));
        }
        Tensor losses = loss.losses(better, worse);
        given.assertOutput("losses", losses.toArray());
        Tensor mean = losses.mean();
        given.assertOutput("loss", mean.item());
        mean.backward();
        given.assertGradient("policy_chosen", chosen);
        given.assertGradient("policy_rejected", rejected);
    }

    private static DpoLoss loss(PreferenceCase given) {
        String variant = given.text("variant").replace("_sums", "").toUpperCase(Locale.ROOT);
        return new DpoLoss(Form.valueOf(variant), given.number("beta"),
                given.number("label_smoothing"));
    }

    @ParameterizedTest
    @MethodSource
    @DisplayName("of a reward model are those of TRL, with their gradients")
    void reward(PreferenceCase given) {
        int pairs = given.rows("chosen");
        Tensor chosen = leaf(given.input("chosen"), pairs);
        Tensor rejected = leaf(given.input("rejected"), pairs);
        Tensor margin = given.has("margin") ? Tensor.of(given.input("margin"), pairs) : null;
        given.assertOutput("losses", new RewardLoss(0).losses(chosen, rejected, margin).toArray());
        given.assertOutput("accuracy",
                mean(Metrics.larger(chosen.toArray(), rejected.toArray())));
        Tensor mean = new RewardLoss(given.number("centering"))
                .losses(chosen, rejected, margin).mean();
        given.assertOutput("loss", mean.item());
        mean.backward();
        given.assertGradient("chosen", chosen);
        given.assertGradient("rejected", rejected);
    }

    private static double mean(float... values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
