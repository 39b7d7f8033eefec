import java.util.random.RandomGenerator;

/// Exercise 6.8: a LoRA layer.
///
/// **Why.** With `B = 0` the change is 0 and training begins at the base model. `A` must not be 0
/// as well: the gradient of `B` holds `A x` and that of `A` holds `B`, so two zeros would never
/// move. `alpha / rank` keeps the change about as large when another rank is tried. Since
/// `W x + s B A x = (W + s B A) x`, a merged layer costs nothing extra.
///
/// **Complexity.** From right to left, `B (A x)` takes `rank · (in + out)` products for each token,
/// beside `in · out` for `W x`. Merging takes `rank · in · out`, once.
///
/// **Common mistakes.** Multiplying by `alpha` alone; both `A` and `B` random, or both 0; adding
/// the change to `W` in place, so that it counts again at the next merge.
public final class Ex68LoraLayer {
    private final float[][] weight;                          // (out, in)
    private final float[][] a;                               // (rank, in)
    private final float[][] b;                               // (out, rank)
    private final float scale;

    public Ex68LoraLayer(float[][] weight, int rank, double alpha, RandomGenerator random) {
        if (rank < 1) {
            throw new IllegalArgumentException("rank must be at least 1, got " + rank);
        }
        int in = weight[0].length;
        this.weight = weight;
        a = new float[rank][in];
        b = new float[weight.length][rank];
        scale = (float) (alpha / rank);
        float limit = (float) (1 / Math.sqrt(in));
        for (float[] row : a) {
            for (int i = 0; i < in; i++) {
                row[i] = random.nextFloat(-limit, limit);
            }
        }
    }

    public float[][] a() {
        return a;
    }

    public float[][] b() {
        return b;
    }

    public void load(float[][] newA, float[][] newB) {
        for (int r = 0; r < a.length; r++) {
            a[r] = newA[r].clone();
        }
        for (int o = 0; o < b.length; o++) {
            b[o] = newB[o].clone();
        }
    }

    public float[][] forward(float[][] x) {
        float[][] y = times(x, weight);                      // (tokens, out)
        float[][] change = times(times(x, a), b);            // in → rank → out
        for (int t = 0; t < y.length; t++) {
            for (int o = 0; o < y[t].length; o++) {
                y[t][o] += scale * change[t][o];
            }
        }
        return y;
    }

    public float[][] merged() {
        float[][] merged = new float[weight.length][];       // (out, in)
        for (int o = 0; o < merged.length; o++) {
            merged[o] = weight[o].clone();
            for (int r = 0; r < a.length; r++) {
                for (int i = 0; i < a[r].length; i++) {
                    merged[o][i] += scale * b[o][r] * a[r][i];
                }
            }
        }
        return merged;
    }

    /// `x Wᵀ`: (tokens, in) → (tokens, out).
    private static float[][] times(float[][] x, float[][] w) {
        float[][] y = new float[x.length][w.length];
        for (int t = 0; t < x.length; t++) {
            for (int o = 0; o < w.length; o++) {
                for (int i = 0; i < w[o].length; i++) {
                    y[t][o] += w[o][i] * x[t][i];
                }
            }
        }
        return y;
    }
}
