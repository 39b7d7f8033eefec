import llm.tensor.Tensor;

/// With tensors: two matrix products and a sum over rows.
public final class Ex14LinearBackward {
    private Ex14LinearBackward() {}

    public static float[][] gradientOfInput(float[][] g, float[][] weight) {
        return rows(Tensor.of(g).matmul(Tensor.of(weight)));
    }

    public static float[][] gradientOfWeight(float[][] g, float[][] x) {
        return rows(Tensor.of(g).transpose(0, 1).matmul(Tensor.of(x)));
    }

    public static float[] gradientOfBias(float[][] g) {
        return Tensor.of(g).sum(0).toArray();
    }

    private static float[][] rows(Tensor matrix) {
        float[][] rows = new float[matrix.size(0)][];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = matrix.slice(0, row, row + 1).toArray();
        }
        return rows;
    }
}
