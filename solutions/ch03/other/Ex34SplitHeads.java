import java.util.Arrays;
import llm.tensor.Tensor;

/// With tensors there by `reshape` and `transpose`, and back by copies of whole pieces of rows.
public final class Ex34SplitHeads {
    private Ex34SplitHeads() {}

    public static float[][][] split(float[][] x, int heads) {
        if (heads < 1 || x[0].length % heads != 0) {
            throw new IllegalArgumentException("x must be shared equally by its heads, got heads="
                    + heads + " and rows of " + x[0].length);
        }
        int headDim = x[0].length / heads;
        float[] numbers = Tensor.of(x)                              // (tokens, heads · headDim)
                .reshape(x.length, heads, headDim)                  // (tokens, heads, headDim)
                .transpose(0, 1).toArray();                         // (heads, tokens, headDim)
        float[][][] split = new float[heads][x.length][];
        for (int row = 0; row < heads * x.length; row++) {
            split[row / x.length][row % x.length] =
                    Arrays.copyOfRange(numbers, row * headDim, (row + 1) * headDim);
        }
        return split;
    }

    public static float[][] merge(float[][][] x) {
        int headDim = x[0][0].length;
        float[][] merged = new float[x[0].length][x.length * headDim];
        for (int token = 0; token < merged.length; token++) {
            for (int head = 0; head < x.length; head++) {
                System.arraycopy(x[head][token], 0, merged[token], head * headDim, headDim);
            }
        }
        return merged;                                              // (tokens, heads · headDim)
    }
}
