import llm.tensor.Tensor;

/// With tensors: all tokens at once, by means over the last axis.
public final class Ex41LayerNorm {
    private Ex41LayerNorm() {}

    public static float[][] layerNorm(float[][] x, float[] gain, float[] bias, double epsilon) {
        int tokens = x.length;
        int embDim = gain.length;
        Tensor rows = Tensor.of(x);                                         // (tokens, embDim)
        Tensor centred = rows.sub(rows.mean(1).reshape(tokens, 1));         // (tokens, embDim)
        Tensor root = centred.square().mean(1).add(epsilon).sqrt();         // (tokens)
        float[] y = centred.div(root.reshape(tokens, 1)).mul(Tensor.of(gain, embDim))
                .add(Tensor.of(bias, embDim)).toArray();
        float[][] result = new float[tokens][embDim];
        for (int token = 0; token < tokens; token++) {
            System.arraycopy(y, token * embDim, result[token], 0, embDim);
        }
        return result;
    }
}
