package llm.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import llm.model.DecoderModel;
import llm.preference.DpoLoss.Form;
import llm.tensor.Autograd;
import llm.tensor.RandomState;
import llm.tensor.optim.AdamConfig;
import llm.pretrain.Pretraining;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("DPO")
class DpoTest {
    private static final double BETA = 0.1;

    private static PreferenceDataset pairs(DecoderModel model, LogProb logProb) {
        return Tiny.pairs().with(Reference.of(model, logProb), _ -> { });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("begins with the loss that its form has without a difference, and margin 0")
    void firstStep(Form form) {
        DecoderModel model = Tiny.model(1);
        var metrics = new Metrics();
        var dpo = new Dpo(model, new DpoLoss(form, BETA, 0), LogProb.SUM, metrics);
        PreferenceBatch batch = pairs(model, LogProb.SUM).batch(0, 1, 2, 3);
        double mean = dpo.loss(batch).item() / dpo.targets(batch);
        assertThat(mean).isCloseTo(dpo.loss().first(), within(1e-4 * dpo.loss().first()));
        assertThat(metrics.take().get("rewards/margins")).isCloseTo(0, within(1e-5));
    }

    @Test
    @DisplayName("begins with ln 2, and its gradient is not 0 there")
    void ln2() {
        DecoderModel model = Tiny.model(1);
        var dpo = new Dpo(model, DpoLoss.of(BETA), LogProb.SUM, new Metrics());
        PreferenceBatch batch = pairs(model, LogProb.SUM).batch(0, 1);
        var loss = dpo.loss(batch).div(2);
        assertThat((double) loss.item()).isCloseTo(0.6931, within(1e-4));
        loss.backward();
        double largest = 0;
        for (float g : model.head().weight().grad().toArray()) {
            largest = Math.max(largest, Math.abs(g));
        }
        assertThat(largest).isGreaterThan(1e-4);
    }

    @Test
    @DisplayName("tells the pairs apart after some steps, chosen above rejected")
    void learns() {
        DecoderModel model = Tiny.model(1);
        PreferenceDataset pairs = pairs(model, LogProb.SUM);
        var metrics = new Metrics();
        var dpo = new Dpo(model, DpoLoss.of(BETA), LogProb.SUM, metrics);
        var config = TrainingConfig.of(new LearningRateSchedule(3e-3, 3e-4, 3, 30))
                .withEvalEvery(0);
        new Trainer<>(Learner.of(model, Pretraining.optimizer(model, AdamConfig.LANGUAGE_MODEL, 0),
                new RandomState(0), model.config()), dpo, TrainingData.only(
                new DataLoader<>(pairs, BatchOrder.shuffled(4, 1))), config)
                .run(TrainingListener.silent());
        metrics.take();
        Autograd.noGrad(() -> dpo.loss(pairs.batch(0, 1, 2, 3, 4, 5, 6, 7)));
        Map<String, Double> seen = metrics.take();
        assertThat(seen.get("eval_rewards/accuracies")).isEqualTo(1);
        assertThat(seen.get("eval_rewards/margins")).isGreaterThan(1);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("knows the reference to the bit, computed before or at each step")
    void reference(LogProb logProb) {
        DecoderModel model = Tiny.model(1);
        Reference live = Reference.of(Tiny.model(1), logProb);
        float[] cached = pairs(model, logProb).batch(3, 0, 5).reference();
        float[] again = Tiny.pairs().with(live, _ -> { }).batch(3, 0, 5).reference();
        float[] alone = pairs(model, logProb).batch(0).reference();
        assertThat(cached).containsExactly(again);
        assertThat(alone).containsExactly(cached[1], cached[4]);
    }

    @Test
    @DisplayName("refuses a beta of 0, and smoothing where the form has none")
    void refuses() {
        assertThatIllegalArgumentException().isThrownBy(() -> DpoLoss.of(0))
                .withMessage("beta must be above 0 and labelSmoothing in [0, 0.5), "
                        + "got beta=0.0, labelSmoothing=0.0");
        assertThatIllegalArgumentException().isThrownBy(() -> new DpoLoss(Form.IPO, 1, 0.1))
                .withMessage("labelSmoothing must be 0 where the form is IPO, which has none, "
                        + "got 0.1");
    }
}
