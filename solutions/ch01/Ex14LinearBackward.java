/// Exercise 1.4: the linear layer, backward.
///
/// **Why.** `y[row][o]` contains `x[row][i] · W[o][i]`. So `x[row][i]` moves `y[row][o]` at the
/// rate `W[o][i]`, for all outputs: `∂L/∂x = g W`. `W[o][i]` moves it at the rate `x[row][i]`, for
/// all rows: `∂L/∂W = gᵀ x`. The bias moves it at the rate 1, for all rows. What is summed over is
/// always the axis that the gradient's own shape does not have.
///
/// **Complexity.** `rows · out · in` multiplications for the input and as many for the weights:
/// twice the forward pass, as for every matrix product.
///
/// **Common mistakes.** `g Wᵀ` where `g W` is meant, which goes unnoticed while `W` is square; the
/// gradient of the weights as `xᵀ g`, which lies on its side; the last row's slopes instead of the
/// sum over rows; a mean over rows, which is the loss's business and already inside `g`.
public final class Ex14LinearBackward {
    private Ex14LinearBackward() {}

    public static float[][] gradientOfInput(float[][] g, float[][] weight) {
        int in = weight[0].length;
        float[][] slopes = new float[g.length][in];         // (rows, in)
        for (int row = 0; row < g.length; row++) {
            for (int o = 0; o < weight.length; o++) {
                for (int i = 0; i < in; i++) {
                    slopes[row][i] += g[row][o] * weight[o][i];
                }
            }
        }
        return slopes;
    }

    public static float[][] gradientOfWeight(float[][] g, float[][] x) {
        int out = g[0].length;
        int in = x[0].length;
        float[][] slopes = new float[out][in];              // (out, in)
        for (int row = 0; row < g.length; row++) {
            for (int o = 0; o < out; o++) {
                for (int i = 0; i < in; i++) {
                    slopes[o][i] += g[row][o] * x[row][i];
                }
            }
        }
        return slopes;
    }

    public static float[] gradientOfBias(float[][] g) {
        float[] slopes = new float[g[0].length];            // (out)
        for (float[] row : g) {
            for (int o = 0; o < row.length; o++) {
                slopes[o] += row[o];
            }
        }
        return slopes;
    }
}
