import java.util.random.RandomGenerator;

public final class Ex68LoraLayer {
    private final float[][] weight;
    private final float[][] a;
    private final float[][] b;
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
        float[][] y = times(x, weight);
        float[][] change = times(times(x, a), b);
        for (int t = 0; t < y.length; t++) {
            for (int o = 0; o < y[t].length; o++) {
                y[t][o] += scale * change[t][o];
            }
        }
        return y;
    }

    public float[][] merged() {
        for (int o = 0; o < weight.length; o++) {
            for (int r = 0; r < a.length; r++) {
                for (int i = 0; i < a[r].length; i++) {
                    weight[o][i] += scale * b[o][r] * a[r][i];
                }
            }
        }
        return weight;
    }


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
