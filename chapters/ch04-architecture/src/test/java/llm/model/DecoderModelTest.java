package llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import llm.model.GptConfig.DropoutRates;
import llm.tensor.Autograd;
import llm.tensor.IntTensor;
import llm.tensor.Parameter;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.backend.DType;
import llm.tensor.layer.Initializer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A GPT model")
class DecoderModelTest {
    private static final GptConfig TINY = GptConfig.of(50, 16, 12, 3, 2);

    private static IntTensor ids(int batch, int tokens) {
        return IntTensor.of(new RandomState(9).ints((long) batch * tokens, 0, 50).toArray(), batch,
                tokens);
    }

    @Test
    @DisplayName("begins as unsure as chance")
    void initialLoss() {
        DecoderModel model = new DecoderModel(GptConfig.of(1_000, 32, 64, 4, 2), 1);
        IntTensor ids = IntTensor.of(new RandomState(2).ints(128, 0, 1_000).toArray(), 4, 32);
        IntTensor targets = IntTensor.of(new RandomState(3).ints(128, 0, 1_000).toArray(), 4, 32);
        assertThat((double) model.loss(ids, targets).item())
                .isCloseTo(Math.log(1_000), within(0.1));
    }

    @Test
    @DisplayName("begins with weights of deviation 0.02, smaller before a residual")
    void initialDeviation() {
        DecoderModel model = new DecoderModel(GptConfig.of(500, 64, 128, 4, 8), 1);
        Map<String, Parameter> all = model.namedParameters();
        assertThat(deviation(all.get("tokenEmbedding.weight"))).isCloseTo(0.02, within(0.0005));
        assertThat(deviation(all.get("blocks.3.attention.query.weight")))
                .isCloseTo(0.02, within(0.0005));
        assertThat(deviation(all.get("blocks.3.attention.output.weight")))
                .isCloseTo(0.02 / 4, within(0.0002));
        assertThat(deviation(all.get("blocks.7.feedForward.contract.weight")))
                .isCloseTo(0.02 / 4, within(0.0002));
        assertThat(all.get("blocks.0.attention.query.bias").toArray()).containsOnly(0);
    }

    @Test
    @DisplayName("begins as PyTorch's layers do where it is told to")
    void pytorchWeights() {
        DecoderModel model = pytorch(GptConfig.of(500, 64, 128, 4, 2).withUntiedHead());
        Map<String, Parameter> all = model.namedParameters();
        assertThat(deviation(all.get("tokenEmbedding.weight"))).isCloseTo(1, within(0.02));
        assertThat(deviation(all.get("positionEmbedding.weight"))).isCloseTo(1, within(0.03));
        double bound = 1 / Math.sqrt(128);
        for (String name : List.of("blocks.1.attention.output.weight", "head.weight",
                "blocks.0.feedForward.expand.weight", "blocks.0.feedForward.expand.bias")) {
            assertThat(largest(all.get(name))).as(name).isBetween(0.98 * bound, bound);
            assertThat(deviation(all.get(name))).as(name)
                    .isCloseTo(bound / Math.sqrt(3), within(0.005));
        }
        assertThat(deviation(all.get("blocks.1.feedForward.contract.weight")))
                .isCloseTo(1 / Math.sqrt(3 * 512), within(0.001));
    }

    @Test
    @DisplayName("with PyTorch's weights is a sixth of a nat worse than chance")
    void pytorchLoss() {
        DecoderModel model = pytorch(GptConfig.of(1_000, 32, 64, 4, 2).withUntiedHead());
        IntTensor ids = IntTensor.of(new RandomState(2).ints(512, 0, 1_000).toArray(), 16, 32);
        IntTensor targets = IntTensor.of(new RandomState(3).ints(512, 0, 1_000).toArray(), 16, 32);
        // a score's variance is 64 · 1/(3 · 64), so ln Σ eˢ has a mean of ln 1000 + 1/3 / 2
        assertThat((double) model.loss(ids, targets).item())
                .isCloseTo(Math.log(1_000) + 1.0 / 6, within(0.06));
    }

    private static DecoderModel pytorch(GptConfig config) {
        RandomState random = new RandomState(1);
        return new DecoderModel(config, random, Initializer.pytorch(random));
    }

    private static double largest(Tensor x) {
        double largest = 0;
        for (float value : x.toArray()) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static double deviation(Tensor x) {
        double sum = 0;
        for (float value : x.toArray()) {
            sum += value * value;
        }
        return Math.sqrt(sum / x.elements());
    }

    @Test
    @DisplayName("computes the loss of its logits without keeping them")
    void lossOfLogits() {
        DecoderModel model = new DecoderModel(TINY, 1);
        IntTensor ids = ids(3, 16);
        IntTensor targets = IntTensor.of(new RandomState(4).ints(48, 0, 50).toArray(), 3, 16);
        double expected = model.forward(ids).crossEntropy(targets).item();
        assertThat((double) model.loss(ids, targets).item()).isCloseTo(expected, within(1e-5));
    }

    @Test
    @DisplayName("looks at nothing that comes later")
    void causal() {
        DecoderModel model = new DecoderModel(TINY, 1);
        IntTensor ids = ids(1, 10);
        int[] changed = ids.values().clone();
        changed[7] = (changed[7] + 1) % 50;
        Tensor before = model.forward(ids).slice(1, 0, 7);
        Tensor after = model.forward(IntTensor.of(changed, 1, 10)).slice(1, 0, 7);
        assertThat(after.toArray()).containsExactly(before.toArray());
    }

    @Test
    @DisplayName("with a cache scores what it scores without")
    void cached() {
        DecoderModel model = new DecoderModel(TINY, 1);
        IntTensor ids = ids(2, 12);
        Tensor logits = Autograd.noGrad(() -> model.forward(ids));
        ModelCache cache = model.newCache(2, 12);
        for (int token = 0; token < 12; token++) {
            int[] column = {ids.values()[token], ids.values()[12 + token]};
            Tensor next = model.nextLogits(IntTensor.of(column, 2, 1), cache);
            float[] want = logits.slice(1, token, token + 1).toArray();
            float[] got = next.toArray();
            for (int i = 0; i < want.length; i++) {
                assertThat(got[i]).isCloseTo(want[i], within(1e-5f));
            }
        }
    }

    @Test
    @DisplayName("with dropout draws anew in training and not in evaluation")
    void dropout() {
        DecoderModel model = new DecoderModel(TINY.withDropout(DropoutRates.all(0.2)), 1);
        IntTensor ids = ids(1, 8);
        assertThat(model.forward(ids).toArray()).isNotEqualTo(model.forward(ids).toArray());
        model.eval();
        assertThat(model.forward(ids).toArray()).isEqualTo(model.forward(ids).toArray());
    }

    @Test
    @DisplayName("has the same loss and gradients, bit for bit, where blocks are recomputed")
    void recomputed() {
        DecoderModel model = new DecoderModel(TINY.withDropout(DropoutRates.all(0.2)), 1);
        List<float[]> plain = lossAndGradients(model);
        model.recomputeActivations(true);
        List<float[]> recomputed = lossAndGradients(model);
        assertThat(recomputed).usingRecursiveComparison().isEqualTo(plain);
        model.random().nextLong();
        assertThat(lossAndGradients(model).getFirst()).isNotEqualTo(plain.getFirst());
    }

    private static List<float[]> lossAndGradients(DecoderModel model) {
        model.zeroGrad();
        long state = model.random().state();
        Tensor loss = model.loss(ids(3, 16), ids(3, 16));
        loss.backward();
        model.random().restore(state);
        return Stream.concat(Stream.of(loss), model.parameters().stream().map(Tensor::grad))
                .map(Tensor::toArray).toList();
    }

    @Test
    @DisplayName("adds up both gradients of a tied head")
    void tiedHead() {
        DecoderModel tied = new DecoderModel(TINY, 1);
        DecoderModel untied = new DecoderModel(TINY.withUntiedHead(), 1);
        Map<String, Tensor> state = tied.stateDict();
        state.put("head.weight", tied.head().weight().detach());
        untied.loadStateDict(state);
        IntTensor ids = ids(2, 8);
        tied.loss(ids, ids).backward();
        untied.loss(ids, ids).backward();
        float[] sum = untied.tokenEmbedding().weight().grad().add(untied.head().weight().grad()).toArray();
        float[] got = tied.head().weight().grad().toArray();
        for (int i = 0; i < sum.length; i++) {
            assertThat(got[i]).isCloseTo(sum[i], within(1e-6f));
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("gives a tied head a weight of its own, with the same values, in")
    void unties(DType dtype) {
        DecoderModel model = new DecoderModel(TINY, 1);
        model.to(dtype);
        model.freeze();
        float[] before = model.forward(ids(2, 8)).toArray();
        model.untieHead();
        assertThat(model.config()).isEqualTo(TINY.withUntiedHead());
        Parameter own = model.head().weight();
        assertThat(own).isNotSameAs(model.tokenEmbedding().weight());
        assertThat(own.dtype()).isEqualTo(dtype);
        assertThat(own.requiresGrad()).isFalse();
        assertThat(model.forward(ids(2, 8)).toArray()).containsExactly(before);
        model.tokenEmbedding().weight().to(DType.F32).copyFrom(Tensor.ones(50, 12));
        assertThat(model.namedParameters().get("head.weight")).isSameAs(own);
        model.untieHead();
        assertThat(model.head().weight()).isSameAs(own);
        assertThat(own.toArray()).doesNotContain(1f);
    }

    @Test
    @DisplayName("refuses what it cannot read, and says why")
    void errors() {
        DecoderModel model = new DecoderModel(TINY, 1);
        assertThatThrownBy(() -> model.forward(IntTensor.of(new int[17], 1, 17)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a sequence must have at most contextLength=16 tokens, got 17");
        assertThatThrownBy(() -> model.forward(IntTensor.of(new int[4], 4)))
                .hasMessage("ids must be (batch, tokens), got [4]");
        assertThatThrownBy(() -> model.forward(IntTensor.of(new int[] {3, 50}, 1, 2)))
                .hasMessage("id must be in [0, 50), got 50");
    }
}
