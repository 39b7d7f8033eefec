package llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import llm.tensor.IntTensor;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the book's own recipe adds to Qwen3. Tolerance: 10⁻⁵, rounding in another order.
@DisplayName("A model of the modern recipe")
class ModernModelTest {
    private static final int WIDTH = 12;
    private static final int VOCABULARY = 50;
    private static final ModernConfig CONFIG = ModernConfig.of(VOCABULARY, 16, WIDTH, 2, 2);
    private static final IntTensor IDS = IntTensor.of(
            new RandomState(4).ints(14, 0, VOCABULARY).toArray(), 2, 7);

    @Test
    @DisplayName("scales each token's vector to root mean square 1, whatever the table holds")
    void embeddingNorm() {
        DecoderModel model = LargeWeights.model(CONFIG);
        float[] table = model.tokenEmbedding().weight().toArray();
        float[] first = model.afterBlocks(IDS, 0).toArray();
        for (int token = 0; token < IDS.count(); token++) {
            int row = IDS.values()[token] * WIDTH;
            double squares = 0;
            for (int i = 0; i < WIDTH; i++) {
                squares += table[row + i] * table[row + i];
            }
            double root = Math.sqrt(squares / WIDTH + 1e-6);
            for (int i = 0; i < WIDTH; i++) {
                assertThat((double) first[token * WIDTH + i])
                        .isCloseTo(table[row + i] / root, within(1e-5));
            }
        }
    }

    @Test
    @DisplayName("that smears adds w ⊙ the vector of the token before, and nothing to the first")
    void smear() {
        DecoderModel model = LargeWeights.model(CONFIG.withSmear(true));
        float[] with = model.afterBlocks(IDS, 0).toArray();
        float[] weight = model.smear().weight().toArray();
        model.smear().weight().copyFrom(Tensor.zeros(WIDTH));
        float[] without = model.afterBlocks(IDS, 0).toArray();
        for (int i = 0; i < with.length; i++) {
            boolean first = i / WIDTH % 7 == 0;
            double added = first ? 0 : weight[i % WIDTH] * without[i - WIDTH];
            assertThat((double) with[i]).isCloseTo(without[i] + added, within(1e-5));
        }
        assertThatThrownBy(() -> LargeWeights.model(CONFIG).smear())
                .hasMessage("the model must smear its embeddings, got one that does not");
    }

    @ParameterizedTest(name = "smeared: {0}")
    @ValueSource(booleans = {false, true})
    @DisplayName("sees the same through a cache that grows, is cut short and is copied")
    void cached(boolean smeared) {
        DecoderModel model = LargeWeights.model(CONFIG.withSmear(smeared));
        Tensor whole = model.forward(IDS);                   // (2, 7, vocabSize)
        ModelCache cache = model.newCache(2, 7);
        model.nextLogits(part(0, 3), cache);
        model.nextLogits(part(4, 6), cache);                 // not what follows: forgotten again
        cache.truncate(3);
        ModelCache copy = cache.copy(9);
        assertClose(model.nextLogits(part(3, 7), copy), last(whole, 7));
        assertClose(model.nextLogits(part(3, 4), cache), last(whole, 4));
        assertClose(model.nextLogits(part(4, 7), cache), last(whole, 7));
    }

    private static IntTensor part(int from, int to) {
        int[] values = new int[2 * (to - from)];
        for (int row = 0; row < 2; row++) {
            System.arraycopy(IDS.values(), row * 7 + from, values, row * (to - from), to - from);
        }
        return IntTensor.of(values, 2, to - from);
    }

    private static Tensor last(Tensor logits, int tokens) {
        return logits.slice(1, tokens - 1, tokens).reshape(2, VOCABULARY);
    }

    @ParameterizedTest(name = "smeared: {0}")
    @ValueSource(booleans = {false, true})
    @DisplayName("is exported without the norm, which is then in the table, with the same logits")
    void exported(boolean smeared) {
        DecoderModel model = LargeWeights.model(CONFIG.withSmear(smeared));
        DecoderModel exported = model.exported();
        assertThat(exported.config()).isEqualTo(smeared
                ? new ModernConfig(CONFIG.qwen3(), false, true) : CONFIG.qwen3());
        assertClose(exported.forward(IDS), model.forward(IDS));
        assertThat(exported.exported()).isSameAs(exported);
        assertThat(exported.training()).isFalse();
        exported.blocks().getFirst().attention().query().weight().copyFrom(
                Tensor.zeros(WIDTH, WIDTH));                 // a copy: the model stays as it was
        assertThat(model.blocks().getFirst().attention().query().weight().at(0, 0)).isNotZero();
    }

    @Test
    @DisplayName("whose outputs begin at 0 finds all tokens equally likely, and passes on its input")
    void zeroOutputs() {
        DecoderModel model = new DecoderModel(CONFIG, 1);
        model.startOutputsAtZero();
        assertThat(model.loss(IDS, IDS).item()).isCloseTo((float) Math.log(VOCABULARY), within(1e-5f));
        assertThat(model.afterBlocks(IDS, 2).toArray())
                .isEqualTo(model.afterBlocks(IDS, 0).toArray());
        DecoderModel tied = new DecoderModel(GptConfig.of(VOCABULARY, 16, WIDTH, 2, 2), 1);
        tied.startOutputsAtZero();
        assertThat(tied.head().weight().at(0, 0)).isNotZero();
    }

    private static void assertClose(Tensor got, Tensor want) {
        assertThat(got.toArray()).containsExactly(want.toArray(), within(1e-5f));
    }
}
