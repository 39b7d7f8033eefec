package llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import llm.attention.rotary.RotaryConfig;
import llm.attention.rotary.RotaryScaling;
import llm.model.decode.Generation;
import llm.tensor.Autograd;
import llm.tensor.IntTensor;
import llm.tensor.Parameter;
import llm.tensor.RandomState;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a cache holds must be worth what reading everything at once is worth, which is compared with
/// transformers in chapter 5.
@DisplayName("A text whose positions change when it grows long")
class LongTextTest {
    private static final int TRAINED = 140;                  // in the second block of a prompt
    private static final int VOCABULARY = 40;

    private static DecoderModel model() {
        RotaryScaling lists = new RotaryScaling.LongRope(List.of(1f, 1.2f, 1.5f, 2f),
                List.of(3f, 6f, 12f, 40f), TRAINED, 1.3);
        DecoderModel model = new DecoderModel(new LlamaConfig(VOCABULARY, 400, 32, 4, 2, 8, 2, 48,
                RotaryConfig.of(10_000, lists), true, 1e-5), 3);
        RandomState random = new RandomState(4);
        for (Parameter parameter : model.parameters()) {
            if (parameter.rank() == 2) {
                parameter.copyFrom(random.normal(0.3, parameter.shape().toArray()));
            }
        }
        model.eval();
        return model;
    }

    private static int[] prompt(int tokens) {
        return IntStream.range(0, tokens).map(i -> (7 * i + i * i) % VOCABULARY).toArray();
    }

    /// Scores behind the last token, everything read at once.
    private static float[] whole(DecoderModel model, int... ids) {
        float[] all = Autograd.noGrad(() ->
                model.forward(IntTensor.of(ids, 1, ids.length))).toArray();
        return Arrays.copyOfRange(all, all.length - VOCABULARY, all.length);
    }

    private static void assertSame(float[] got, float[] want, String what) {
        assertThat(got).as(what).hasSameSizeAs(want);
        for (int i = 0; i < want.length; i++) {
            assertThat(got[i]).as("%s, id %d", what, i).isCloseTo(want[i], within(2e-4f));
        }
    }

    @Test
    @DisplayName("is read anew from the first token on, in blocks and one token after the other")
    void readAnew() {
        DecoderModel model = model();
        int[] ids = prompt(TRAINED + 5);
        ModelCache cache = model.newCache(1, 400);
        model.read(IntTensor.of(Arrays.copyOf(ids, 128), 1, 128), cache);
        for (int length = 129; length <= ids.length; length++) {
            float[] got = length % 2 == 0
                    ? model.nextLogits(new int[] {ids[length - 1]}, List.of(cache)).toArray()
                    : model.nextLogits(IntTensor.of(new int[] {ids[length - 1]}, 1, 1), cache)
                            .toArray();
            assertSame(got, whole(model, Arrays.copyOf(ids, length)), length + " tokens");
            assertThat(cache.length()).isEqualTo(length);
        }
        ModelCache begun = cache.copy(100, 400);             // the beginning of a text that is short
        cache.truncate(120);
        for (ModelCache shorter : List.of(begun, cache)) {
            int length = shorter.length();
            assertSame(model.nextLogits(new int[] {9}, List.of(shorter)).toArray(),
                    whole(model, IntStream.concat(Arrays.stream(ids, 0, length),
                            IntStream.of(9)).toArray()), length + " tokens and another");
        }
    }

    @ParameterizedTest(name = "{0} tokens")
    @ValueSource(ints = {5, 130, 138, 139, 140, 141, 142, 200, 300})
    @DisplayName("is continued as if everything were read for each token, behind a prompt of")
    void generated(int tokens) {
        DecoderModel model = model();
        int[] ids = prompt(tokens);
        int[] written = Generation.greedy(model, 8).generate(ids, new RandomState(0));
        int[] all = ids;
        for (int id : written) {
            float[] scores = whole(model, all);
            float best = Float.NEGATIVE_INFINITY;
            for (float score : scores) {
                best = Math.max(best, score);
            }
            assertThat(scores[id]).isCloseTo(best, within(1e-3f));
            all = IntStream.concat(Arrays.stream(all), IntStream.of(id)).toArray();
        }
    }
}
