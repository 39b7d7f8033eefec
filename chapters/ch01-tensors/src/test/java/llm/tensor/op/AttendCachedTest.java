package llm.tensor.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.op.CausalAttention.Cached;
import llm.tensor.op.CausalAttention.Rules;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tolerance 10⁻⁵.
@DisplayName("Attention to a cache, and dropout of weights")
class AttendCachedTest {
    private static final int ROOM = 100;
    private static final int KEYS = 90;                      // more than one block of 64 queries
    private final RandomState random = new RandomState(16);
    private final Tensor k = random.normal(1, 2, ROOM, 2 * 8);
    private final Tensor v = random.normal(1, 2, ROOM, 2 * 8);

    @ParameterizedTest(name = "{0} new tokens")
    @ValueSource(ints = {1, 2, 70, 90})
    @DisplayName("is attention to the part that is filled, for grouped heads and a window")
    void sameAsAttend(int queries) {
        Tensor q = random.normal(1, 2, queries, 4 * 8);
        for (int window : new int[] {Integer.MAX_VALUE, 30, 1}) {
            Rules rules = new Rules(Double.NaN, window, 0, 0);
            Tensor cached = CausalAttention.attendCached(q,
                    List.of(new Cached(heads(k, 2), heads(v, 2), KEYS)), rules);
            Tensor whole = CausalAttention.attend(q, k.slice(1, 0, KEYS), v.slice(1, 0, KEYS), 8,
                    rules);
            assertThat(cached.toArray()).usingComparatorWithPrecision(1e-5f)
                    .containsExactly(whole.toArray());
        }
    }

    @Test
    @DisplayName("of texts of different lengths is, bit for bit, what each gets alone")
    void each() {
        Tensor q = random.normal(1, 3, 1, 4 * 8);
        Rules rules = new Rules(Double.NaN, 30, 0, 0);
        List<Cached> texts = IntStream.of(1, 90, 37).mapToObj(length -> new Cached(
                random.normal(1, 1, 2, ROOM, 8), random.normal(1, 1, 2, ROOM, 8), length)).toList();
        Tensor all = CausalAttention.attendCached(q, texts, rules);
        for (int text = 0; text < 3; text++) {
            Tensor alone = CausalAttention.attendCached(q.slice(0, text, text + 1),
                    List.of(texts.get(text)), rules);
            assertThat(all.slice(0, text, text + 1).toArray()).isEqualTo(alone.toArray());
        }
    }

    @Test
    @DisplayName("gives the same with heads on an axis of their own")
    void bothLayouts() {
        Tensor q = random.normal(1, 2, ROOM, 4 * 8);
        Tensor sideBySide = CausalAttention.attend(q, k, v, 8, Rules.PLAIN);
        Tensor apart = CausalAttention.attend(heads(q, 4), heads(k, 2), heads(v, 2), Rules.PLAIN);
        assertThat(apart.transpose(1, 2).toArray()).usingComparatorWithPrecision(1e-5f)
                .containsExactly(sideBySide.toArray());
    }

    private static Tensor heads(Tensor x, int heads) {
        return x.reshape(x.size(0), x.size(1), heads, -1).transpose(1, 2);
    }

    @Test
    @DisplayName("drops its share of the weights, scales the others, keeps the seed's choice")
    void dropout() {
        int tokens = 80;
        float[] identity = new float[tokens * tokens];       // so that the result is the weights
        for (int i = 0; i < tokens; i++) {
            identity[i * tokens + i] = 1;
        }
        Tensor qk = random.normal(0.3, 1, 1, tokens, tokens);
        Tensor values = Tensor.of(identity, 1, 1, tokens, tokens);
        float[] weights = CausalAttention.attend(qk, qk, values, Rules.PLAIN).toArray();
        float[] dropped = attendDropping(qk, values, 7);
        int hidden = 0;
        int hiddenOfFirstKey = 0;
        for (int i = 0; i < weights.length; i++) {
            if (dropped[i] == 0) {
                hidden += weights[i] > 0 ? 1 : 0;
                hiddenOfFirstKey += i % tokens == 0 ? 1 : 0;
            } else {
                assertThat(dropped[i]).isCloseTo(weights[i] / 0.75f, within(1e-5f));
            }
        }
        assertThat(hidden / (tokens * (tokens + 1) / 2.0)).isCloseTo(0.25, within(0.03));
        assertThat(hiddenOfFirstKey).isBetween(8, 34);       // every query draws for itself
        assertThat(attendDropping(qk, values, 7)).isEqualTo(dropped);
        assertThat(attendDropping(qk, values, 8)).isNotEqualTo(dropped);
    }

    private static float[] attendDropping(Tensor qk, Tensor values, long seed) {
        return CausalAttention.attend(qk, qk, values, Rules.withDropout(0.25, seed)).toArray();
    }

    @Test
    @DisplayName("refuses what does not fit")
    void errors() {
        Tensor q = Tensor.zeros(2, 1, 32);
        Tensor room = Tensor.zeros(2, 2, ROOM, 8);
        assertThatThrownBy(() -> CausalAttention.attendCached(q,
                List.of(new Cached(room, room, ROOM + 1)), Rules.PLAIN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("attention must have one batch and headDim");
        assertThatThrownBy(() -> CausalAttention.attendCached(q,
                List.of(new Cached(room, k, 3)), Rules.PLAIN))
                .hasMessage("q must be (batch, queries, heads · headDim), and the cached k and v "
                        + "(batch, kvHeads, room, headDim), alike, got [2, 1, 32], "
                        + "[2, 2, 100, 8], [2, 100, 16]");
        assertThatThrownBy(() -> CausalAttention.attend(q, k, Tensor.zeros(2, 3, 16), 8,
                Rules.PLAIN)).hasMessage("q, k and v must be (batch, tokens, heads · headDim=8), "
                + "k and v alike, got [2, 1, 32], [2, 100, 16], [2, 3, 16]");
        assertThatThrownBy(() -> Rules.withDropout(1, 0))
                .hasMessage("window must be 1 or more and dropout in [0, 1), "
                        + "got window=2147483647, dropout=1.0");
        assertThatThrownBy(() -> new Rules(1, 0, 0, 0)).hasMessageContaining("got window=0");
    }
}
