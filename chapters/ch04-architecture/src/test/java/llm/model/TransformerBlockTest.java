package llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import llm.attention.KvCache;
import llm.model.GptConfig.DropoutRates;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.layer.Initializer;
import llm.tensor.layer.LayerNorm;
import llm.tensor.layer.Linear;
import llm.tensor.layer.Norm;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A Transformer block")
class TransformerBlockTest {
    private static final int TOKENS = 6;
    private static final int WIDTH = 12;
    private final TransformerBlock block = block(DropoutRates.NONE);
    private final Tensor x = new RandomState(5).normal(1, 2, TOKENS, WIDTH);

    private static TransformerBlock block(DropoutRates dropout) {
        RandomState random = new RandomState(3);
        return new TransformerBlock(
                GptConfig.of(50, 16, WIDTH, 3, 2).withDropout(dropout).block(0), random,
                Initializer.normal(0.3, random));            // large, so that every part matters
    }

    private static void assertClose(Tensor got, Tensor want, float tolerance) {
        assertThat(got.shape()).isEqualTo(want.shape());
        float[] w = want.toArray();
        float[] g = got.toArray();
        for (int i = 0; i < w.length; i++) {
            assertThat(g[i]).as("at %d", i).isCloseTo(w[i], within(tolerance));
        }
    }

    private static Tensor norm(Norm norm, Tensor x) {
        LayerNorm layer = (LayerNorm) norm;
        Tensor centred = x.sub(x.mean(-1).reshape(2, TOKENS, 1));
        Tensor variance = centred.mul(centred).mean(-1).reshape(2, TOKENS, 1).add(1e-5);
        return centred.div(variance.sqrt()).mul(layer.weight()).add(layer.bias());
    }

    private static Tensor linear(Linear layer, Tensor x) {
        return x.matmul(layer.weight().transpose(0, 1)).add(layer.bias());
    }

    /// The layer by plain tensor operations.
    private static Tensor feedForward(FeedForward layer, Tensor x) {
        GeluFeedForward gelu = (GeluFeedForward) layer;
        return linear(gelu.output(), linear(gelu.expand(), x).gelu());
    }

    @Test
    @DisplayName("is norm, attention, residual, norm, feed-forward, residual")
    void plainOperations() {
        Tensor y = x.add(block.attention().forward(norm(block.attentionNorm(), x)));
        Tensor want = y.add(feedForward(block.feedForward(), norm(block.feedForwardNorm(), y)));
        assertClose(block.forward(x), want, 2e-5f);
    }

    @Test
    @DisplayName("has a feed-forward layer that widens, bends and narrows")
    void feedForward() {
        assertClose(block.feedForward().forward(x), feedForward(block.feedForward(), x), 2e-5f);
        assertThat(new GeluFeedForward(768, 3_072, Initializer.none()).parameterCount())
                .isEqualTo(4_722_432);                       // as the course counts it
    }

    @Test
    @DisplayName("gives the gradients of the plain operations")
    void gradients() {
        Tensor upstream = new RandomState(8).normal(1, 2, TOKENS, WIDTH);
        block.forward(x).mul(upstream).sum().backward();
        Map<String, float[]> fused = new LinkedHashMap<>();
        block.namedParameters().forEach((name, p) -> fused.put(name, p.grad().toArray()));
        block.zeroGrad();
        Tensor y = x.add(block.attention().forward(norm(block.attentionNorm(), x)));
        y.add(feedForward(block.feedForward(), norm(block.feedForwardNorm(), y))).mul(upstream)
                .sum().backward();
        block.namedParameters().forEach((name, parameter) -> {
            float[] want = parameter.grad().toArray();
            float[] got = fused.getOrDefault(name, new float[0]);
            assertThat(got).as(name).hasSameSizeAs(want);
            for (int i = 0; i < want.length; i++) {
                assertThat(got[i]).as(name).isCloseTo(want[i], within(2e-4f));
            }
        });
    }

    @Test
    @DisplayName("token by token with a cache gives what it gives at once")
    void cached() {
        Tensor whole = block.forward(x).detach();
        KvCache cache = new KvCache(2, 3, 16, WIDTH / 3);
        for (int token = 0; token < TOKENS; token++) {
            assertClose(block.forward(x.slice(1, token, token + 1), cache).detach(),
                    whole.slice(1, token, token + 1), 2e-5f);
        }
    }

    @Test
    @DisplayName("leaves its input as it was")
    void inputUnchanged() {
        float[] before = x.toArray();
        block.forward(x);
        assertThat(x.toArray()).containsExactly(before);
    }

    @Test
    @DisplayName("hides some of what it adds, but nothing of the residual, and only in training")
    void dropout() {
        TransformerBlock dropping = block(new DropoutRates(0, 0, 0.999));
        float[] kept = x.toArray();
        float[] got = dropping.forward(x).toArray();
        int same = 0;
        for (int i = 0; i < kept.length; i++) {
            same += got[i] == kept[i] ? 1 : 0;
        }
        assertThat(same).isGreaterThan(kept.length * 9 / 10);
        dropping.eval();
        assertThat(dropping.forward(x).toArray()).containsExactly(block.forward(x).toArray());
    }

    @Test
    @DisplayName("refuses vectors of another width")
    void width() {
        Tensor narrow = Tensor.zeros(2, TOKENS, WIDTH - 1);
        assertThatThrownBy(() -> block.forward(narrow))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("11");
    }
}
