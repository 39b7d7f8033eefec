package llm.preference;

import llm.preference.DpoLoss.Form;
import llm.preference.policy.ClippedRatio;
import llm.preference.policy.Entropy;
import llm.preference.policy.Kl;
import llm.preference.policy.ValueLoss;
import llm.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// No value sits within a step of an edge, where there is no gradient.
@DisplayName("By central differences, the gradient is right of")
class LossGradientTest {
    private static final float[] A = {0.4f, -1.2f, 2.1f, 0.05f, -0.7f, 1.3f};
    private static final float[] B = {-0.3f, 0.6f, 1.7f, 0.4f, -1.1f, -0.2f};
    private static final int SIZE = A.length;

    @Test
    @DisplayName("Bradley and Terry's loss, on both sides")
    void bradleyTerry() {
        FiniteDifferences.check(x -> BradleyTerry.losses(x, Tensor.of(B, SIZE)), A, SIZE);
        FiniteDifferences.check(x -> BradleyTerry.losses(Tensor.of(B, SIZE), x), A, SIZE);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("every form of DPO, on both sides")
    void dpo(Form form) {
        double smoothing = form == Form.SIGMOID || form == Form.ROBUST ? 0.1 : 0;
        var loss = new DpoLoss(form, 0.5, smoothing);
        FiniteDifferences.check(x -> loss.losses(x, Tensor.of(B, SIZE)), A, SIZE);
        FiniteDifferences.check(x -> loss.losses(Tensor.of(B, SIZE), x), A, SIZE);
    }

    @Test
    @DisplayName("the reward model's loss with margin and centring, on both sides")
    void reward() {
        var loss = new RewardLoss(0.2);
        Tensor margin = Tensor.full(0.5, SIZE);
        FiniteDifferences.check(x -> loss.losses(x, Tensor.of(B, SIZE), margin), A, SIZE);
        FiniteDifferences.check(x -> loss.losses(Tensor.of(B, SIZE), x, margin), A, SIZE);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("every estimate of the KL")
    void kl(Kl kl) {
        FiniteDifferences.check(x -> kl.of(x, Tensor.of(B, SIZE)), A, SIZE);
    }

    @Test
    @DisplayName("the clipped ratio, held or not")
    void clippedRatio() {
        FiniteDifferences.check(x -> ClippedRatio.USUAL.losses(x, B, 1, -2, 0.5f, -1, 2, 1),
                A, SIZE);
    }

    @Test
    @DisplayName("the critic's loss, held or not")
    void value() {
        FiniteDifferences.check(x -> new ValueLoss(0.2).losses(x, B, 1, -2, 0.5f, -1, 2, 1),
                A, SIZE);
    }

    @Test
    @DisplayName("entropy")
    void entropy() {
        FiniteDifferences.check(Entropy::of, A, 2, 3);
    }
}
