package llm.tensor.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import llm.tensor.GradientCheck;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.op.CausalAttention.Rules;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Against loops in double precision, tolerance 10⁻⁴: sums over many keys.
@DisplayName("Causal attention")
class CausalAttentionTest {
    private static final double TOLERANCE = 1e-4;

    /// Sizes of a case; `window` 0 for none.
    private record Sizes(int batch, int heads, int kvHeads, int queries, int keys, int headDim,
                         int window) {

        private int query(int b, int h, int i) {
            return ((b * heads + h) * queries + i) * headDim;
        }

        private int key(int b, int h, int j) {
            return ((b * kvHeads + h * kvHeads / heads) * keys + j) * headDim;
        }

        private boolean sees(int i, int j) {
            int position = keys - queries + i;
            return j <= position && (window == 0 || j > position - window);
        }
    }

    @ParameterizedTest(name = "{0} × {1} heads of {5}, {2} for keys, {3} queries, {4} keys, window {6}")
    @CsvSource({"1, 2, 2, 5, 5, 3, 0", "2, 4, 2, 3, 6, 4, 0", "1, 2, 1, 9, 9, 2, 4",
        "1, 1, 1, 70, 70, 2, 0", "1, 1, 1, 1, 5, 3, 2", "1, 2, 1, 66, 68, 2, 65",
        "1, 1, 1, 130, 130, 1, 0", "1, 2, 1, 101, 135, 1, 40", "1, 1, 1, 25, 27, 17, 0"})
    @DisplayName("is softmax(q kᵀ / √d) v over the visible keys, forward and backward")
    void formula(int batch, int heads, int kvHeads, int queries, int keys, int headDim,
                 int window) {
        Sizes s = new Sizes(batch, heads, kvHeads, queries, keys, headDim, window);
        Rules rules = new Rules(Double.NaN, window == 0 ? Integer.MAX_VALUE : window, 0, 0);
        RandomState random = new RandomState(8);
        GradientCheck.check(TOLERANCE, in -> CausalAttention.attend(in[0], in[1], in[2], rules),
                in -> attend(s, in), random.normal(1, batch, heads, queries, headDim),
                random.normal(1, batch, kvHeads, keys, headDim),
                random.normal(1, batch, kvHeads, keys, headDim));
    }

    private static double[] attend(Sizes s, double[][] qkv) {
        double[] y = new double[qkv[0].length];
        for (int b = 0; b < s.batch; b++) {
            for (int h = 0; h < s.heads; h++) {
                for (int i = 0; i < s.queries; i++) {
                    attendOne(s, qkv, y, b, h, i);
                }
            }
        }
        return y;
    }

    private static void attendOne(Sizes s, double[][] qkv, double[] y, int b, int h, int i) {
        double total = 0;
        for (int j = 0; j < s.keys; j++) {
            if (s.sees(i, j)) {
                double score = 0;
                for (int d = 0; d < s.headDim; d++) {
                    score += qkv[0][s.query(b, h, i) + d] * qkv[1][s.key(b, h, j) + d];
                }
                double weight = Math.exp(score / Math.sqrt(s.headDim));
                total += weight;
                for (int d = 0; d < s.headDim; d++) {
                    y[s.query(b, h, i) + d] += weight * qkv[2][s.key(b, h, j) + d];
                }
            }
        }
        for (int d = 0; d < s.headDim; d++) {
            y[s.query(b, h, i) + d] /= total;
        }
    }

    @Test
    @DisplayName("with dropout has the gradient of the weights that were kept")
    void dropout() {
        // With a fixed seed the result is linear in v: its gradient is the kept weights, and
        // q and k are checked by central differences of the operation itself.
        RandomState random = new RandomState(9);
        Tensor q = random.normal(1, 1, 2, 6, 4);
        Tensor k = random.normal(1, 1, 2, 6, 4);
        Tensor v = random.normal(1, 1, 2, 6, 4);
        Rules rules = Rules.withDropout(0.4, 5);
        for (Tensor input : new Tensor[] {q, k, v}) {
            input.requireGrad(true);
        }
        Tensor upstream = random.normal(1, 1, 2, 6, 4);
        CausalAttention.attend(q, k, v, rules).backward(upstream);
        for (int which = 0; which < 3; which++) {
            Tensor[] in = {q.detach(), k.detach(), v.detach()};
            Tensor input = new Tensor[] {q, k, v}[which];
            for (int at = 0; at < 48; at += 7) {
                double difference = (shifted(in, which, at, 0.01f, rules, upstream)
                        - shifted(in, which, at, -0.01f, rules, upstream)) / 0.02;
                float got = input.grad().toArray()[at];
                assertThat((double) got)
                        .isCloseTo(difference, within(2e-3));
            }
        }
    }

    private static double shifted(Tensor[] in, int which, int at, float by, Rules rules,
                                  Tensor upstream) {
        Tensor[] moved = in.clone();
        float[] values = in[which].toArray();
        values[at] += by;
        moved[which] = Tensor.of(values, in[which].shape().toArray());
        return CausalAttention.attend(moved[0], moved[1], moved[2], rules).mul(upstream).sum()
                .item();
    }

    @Test
    @DisplayName("refuses heads that do not fit together")
    void errors() {
        assertThatThrownBy(() -> CausalAttention.attend(Tensor.zeros(1, 3, 2, 4),
                Tensor.zeros(1, 2, 2, 4), Tensor.zeros(1, 2, 2, 4), Rules.PLAIN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("attention must have one batch and headDim");
    }
}
