import llm.tensor.Operations;
import llm.tensor.Tensor;

/// With tensors, as PyTorch code does it: `x ⊙ cos + turnedByHalf(x) ⊙ sin`.
public final class Ex47RotaryPositions {
    private Ex47RotaryPositions() {}

    public static float[][] rotate(float[][] x, int first, double base) {
        int tokens = x.length;
        int headDim = x[0].length;
        if (headDim % 2 == 1) {
            throw new IllegalArgumentException(
                    "headDim must be even to make pairs, got " + headDim);
        }
        int half = headDim / 2;
        float[] cosines = new float[tokens * headDim];
        float[] sines = new float[tokens * headDim];
        for (int at = 0; at < cosines.length; at++) {
            float frequency = (float) Math.pow(base, -(at % half) / (double) half);
            float angle = (first + at / headDim) * frequency;
            cosines[at] = (float) Math.cos(angle);
            sines[at] = (float) Math.sin(angle);
        }
        Tensor rows = Tensor.of(x);                                         // (tokens, headDim)
        Tensor turnedByHalf = Operations.concat(1, rows.slice(1, half, headDim).neg(),
                rows.slice(1, 0, half));
        float[] y = rows.mul(Tensor.of(cosines, tokens, headDim))
                .add(turnedByHalf.mul(Tensor.of(sines, tokens, headDim))).toArray();
        float[][] result = new float[tokens][headDim];
        for (int token = 0; token < tokens; token++) {
            System.arraycopy(y, token * headDim, result[token], 0, headDim);
        }
        return result;
    }
}
