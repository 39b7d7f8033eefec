package llm.tensor.op;

import llm.tensor.GradientCheck;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.op.CausalAttention.Rules;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Against loops in double precision that use the same mask. The mask comes from attention itself:
/// with equal scores and unit vectors as values, its result shows which weights were kept.
@DisplayName("Dropout of attention weights")
class AttentionDropoutTest {
    private static final double RATE = 0.3;
    private static final long SEED = 99;
    private static final int HEADS = 4;
    private static final int KV_HEADS = 2;
    private static final int HEAD_DIM = 2;

    private record Sizes(int tokens, int window) {

        private Rules rules() {
            return new Rules(Double.NaN, window, RATE, SEED);
        }

        /// `(heads, queries, keys)`, not 0 where a weight is kept.
        private float[] mask() {
            Tensor zeros = Tensor.zeros(1, HEADS, tokens, tokens);
            float[] units = new float[KV_HEADS * tokens * tokens];
            for (int i = 0; i < KV_HEADS * tokens; i++) {
                units[i * tokens + i % tokens] = 1;
            }
            return CausalAttention.attend(zeros, Tensor.zeros(1, KV_HEADS, tokens, tokens),
                    Tensor.of(units, 1, KV_HEADS, tokens, tokens), rules()).toArray();
        }

        private double[] attend(float[] mask, double[][] qkv) {
            double[] y = new double[qkv[0].length];
            for (int row = 0; row < HEADS * tokens; row++) {
                int head = row / tokens;
                int query = row % tokens;
                int keys = head / (HEADS / KV_HEADS) * tokens;
                double total = 0;
                for (int key = Math.max(0, query - window + 1); key <= query; key++) {
                    double weight = weight(qkv, row, keys + key);
                    total += weight;
                    double kept = mask[row * tokens + key] == 0 ? 0 : weight / (1 - RATE);
                    for (int d = 0; d < HEAD_DIM; d++) {
                        y[row * HEAD_DIM + d] += kept * qkv[2][(keys + key) * HEAD_DIM + d];
                    }
                }
                for (int d = 0; d < HEAD_DIM; d++) {
                    y[row * HEAD_DIM + d] /= total;
                }
            }
            return y;
        }

        private static double weight(double[][] qkv, int row, int key) {
            double score = 0;
            for (int d = 0; d < HEAD_DIM; d++) {
                score += qkv[0][row * HEAD_DIM + d] * qkv[1][key * HEAD_DIM + d];
            }
            return Math.exp(score / Math.sqrt(HEAD_DIM));
        }
    }

    @ParameterizedTest(name = "{0} tokens, window {1}")
    @CsvSource({"5, 2147483647", "70, 2147483647", "70, 9"})
    @DisplayName("and all gradients, for grouped heads and more than one block")
    void formula(int tokens, int window) {
        Sizes sizes = new Sizes(tokens, window);
        float[] mask = sizes.mask();
        RandomState random = new RandomState(22);
        GradientCheck.check(1e-4,
                in -> CausalAttention.attend(in[0], in[1], in[2], sizes.rules()),
                in -> sizes.attend(mask, in), random.normal(1, 1, HEADS, tokens, HEAD_DIM),
                random.normal(1, 1, KV_HEADS, tokens, HEAD_DIM),
                random.normal(1, 1, KV_HEADS, tokens, HEAD_DIM));
    }
}
