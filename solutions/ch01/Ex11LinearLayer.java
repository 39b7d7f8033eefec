/// Exercise 1.1: the linear layer.
///
/// **Why.** Row `o` of the weights says how much output `o` cares for each input. Kept as
/// `(out, in)`, these weights lie side by side in memory, and so do the inputs they meet: each
/// output is one walk along two rows. In the formula this reads as a product with `Wᵀ`.
///
/// **Complexity.** `rows · out · in` multiplications and as many additions: two operations for each
/// weight and row, the rule of thumb by which the work of a whole model is estimated.
///
/// **Common mistakes.** Reading the weights by column, which goes unnoticed while the matrix is
/// square; adding the bias of the row instead of that of the output; not beginning each sum anew.
public final class Ex11LinearLayer {
    private Ex11LinearLayer() {}

    public static float[][] forward(float[][] x, float[][] weight, float[] bias) {
        int in = weight[0].length;
        if (x[0].length != in) {
            throw new IllegalArgumentException("x must be (rows, in=%d), got rows of %d".formatted(
                    in, x[0].length));
        }
        float[][] y = new float[x.length][weight.length];   // (rows, out)
        for (int row = 0; row < x.length; row++) {
            for (int o = 0; o < weight.length; o++) {
                float sum = bias[o];
                for (int i = 0; i < in; i++) {
                    sum += x[row][i] * weight[o][i];
                }
                y[row][o] = sum;
            }
        }
        return y;
    }
}
