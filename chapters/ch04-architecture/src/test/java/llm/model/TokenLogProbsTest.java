package llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import llm.tensor.CrossEntropy;
import llm.tensor.IntTensor;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.layer.Linear;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Log-probabilities of tokens")
class TokenLogProbsTest {
    private static final IntTensor TARGETS =
            IntTensor.of(new int[] {0, 6, CrossEntropy.IGNORED, 3, 3, 1}, 2, 3);
    private final RandomState random = new RandomState(3);

    @Test
    @DisplayName("are those of a softmax: ln 0.25 and ln 0.5 in a case done by hand")
    void byHand() {
        Tensor logits = Tensor.of(new float[] {0, 0, (float) Math.log(2)}, 1, 3);
        assertThat(TokenLogProbs.of(logits, IntTensor.of(new int[] {0}, 1)).at(0))
                .isCloseTo((float) Math.log(0.25), within(1e-6f));
        assertThat(TokenLogProbs.of(logits, IntTensor.of(new int[] {2}, 1)).at(0))
                .isCloseTo((float) Math.log(0.5), within(1e-6f));
    }

    /// `Σ w · logp`, the long way round.
    private static Tensor byLogSoftmax(Tensor logits, Tensor weights) {
        Tensor all = logits.logSoftmax();                    // (2, 3, classes)
        Tensor sum = Tensor.scalar(0).reshape();
        for (int i = 0; i < 6; i++) {
            int target = TARGETS.values()[i];
            if (target != CrossEntropy.IGNORED) {
                sum = sum.add(all.slice(0, i / 3, i / 3 + 1).slice(1, i % 3, i % 3 + 1)
                        .slice(2, target, target + 1).sum().mul(weights.at(i / 3, i % 3)));
            }
        }
        return sum;
    }

    @ParameterizedTest(name = "{0} logits")
    @ValueSource(ints = {1_000, 21, 7, 1})
    @DisplayName("have, with a weight for each, the gradients of log-softmax, whatever fits at a time:")
    void gradients(int block) {
        float[] values = random.normal(1, 2, 3, 5).toArray();
        Tensor hidden = Tensor.of(values, 2, 3, 5).requireGrad(true);
        Tensor same = Tensor.of(values, 2, 3, 5).requireGrad(true);
        Linear head = new Linear(5, 7, true, new RandomState(1));
        Linear sameHead = new Linear(5, 7, true, new RandomState(1));
        Tensor weights = random.normal(1, 2, 3);
        Tensor logProbs = TokenLogProbs.ofHead(hidden, head::forward, 7, TARGETS, block);
        assertThat(logProbs.shape()).isEqualTo(TARGETS.shape());
        assertThat(logProbs.at(0, 2)).isZero();
        Tensor sum = logProbs.mul(weights).sum();
        Tensor expected = byLogSoftmax(sameHead.forward(same), weights);
        assertThat(sum.item()).isCloseTo(expected.item(), within(1e-5f));
        sum.backward();
        expected.backward();
        assertClose(hidden.grad(), same.grad());
        assertClose(head.weight().grad(), sameHead.weight().grad());
        assertClose(head.bias().grad(), sameHead.bias().grad());
    }

    private static void assertClose(Tensor got, Tensor want) {
        assertThat(got.toArray()).usingComparatorWithPrecision(1e-5f)
                .containsExactly(want.toArray());
    }

    @Test
    @DisplayName("add up to minus the loss of a model, also with a layer around its head")
    void ofModel() {
        DecoderModel model = new DecoderModel(GptConfig.of(7, 8, 6, 2, 1), 2);
        IntTensor ids = IntTensor.of(new int[] {1, 2, 3, 4, 5, 6}, 2, 3);
        float loss = model.lossSum(ids, TARGETS).item();
        assertThat(model.logProbs(ids, TARGETS).sum().item()).isCloseTo(-loss, within(1e-5f));
        assertThat(model.loss(ids, TARGETS).item()).isCloseTo(loss / 5, within(1e-6f));
        model.linear("head").wrap("scaled", new ScaledAdapter(2));
        float other = model.lossSum(ids, TARGETS).item();
        assertThat(model.logProbs(ids, TARGETS).sum().item()).isCloseTo(-other, within(1e-5f));
        assertThat(other).isCloseTo(model.forward(ids).crossEntropy(TARGETS).item() * 5,
                within(1e-4f)).isNotCloseTo(loss, within(0.01f));
    }

    @Test
    @DisplayName("are refused for targets that do not fit")
    void errors() {
        Tensor logits = Tensor.zeros(2, 3, 7);
        assertThatThrownBy(() -> TokenLogProbs.of(logits, IntTensor.of(new int[] {1, 2}, 2)))
                .hasMessage("targets must be [2, 3], got [2]");
        assertThatThrownBy(() -> TokenLogProbs.of(Tensor.zeros(1, 3),
                IntTensor.of(new int[] {3}, 1)))
                .hasMessage("a target must be in [0, 3) or -100, got 3");
    }
}
