/// Exercise 1.9: SiLU, forward and backward.
///
/// **Why.** The product rule gives `silu′ = σ + x · σ(1 − σ)`: what the factor `x` moves, and what
/// the sigmoid moves. Far to the right `σ` is 1 and silu is the identity; far to the left both
/// terms vanish. In the form `1 / (1 + exp(−x))` an infinite power makes the sigmoid 0, as it must
/// be; in the form `exp(x) / (1 + exp(x))` it makes infinity over infinity, which is no number.
///
/// **Complexity.** O(count), one exponential each. Backward computes the sigmoid again instead of
/// keeping it: arithmetic is cheaper than memory.
///
/// **Common mistakes.** Holding one factor still, so that only `σ` or only `x · σ(1 − σ)` remains;
/// forgetting the slopes `g` that come in.
public final class Ex19Silu {
    private Ex19Silu() {}

    public static float[] forward(float[] x) {
        float[] y = new float[x.length];                    // (count)
        for (int i = 0; i < x.length; i++) {
            y[i] = (float) (x[i] * sigmoid(x[i]));
        }
        return y;
    }

    public static float[] backward(float[] x, float[] g) {
        float[] slopes = new float[x.length];               // (count)
        for (int i = 0; i < x.length; i++) {
            double s = sigmoid(x[i]);
            slopes[i] = (float) (g[i] * (s + x[i] * s * (1 - s)));
        }
        return slopes;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
