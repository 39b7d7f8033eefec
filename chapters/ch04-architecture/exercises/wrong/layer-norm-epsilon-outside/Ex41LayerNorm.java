public final class Ex41LayerNorm {
    private Ex41LayerNorm() {}

    public static float[][] layerNorm(float[][] x, float[] gain, float[] bias, double epsilon) {
        int embDim = gain.length;
        float[][] y = new float[x.length][embDim];
        for (int token = 0; token < x.length; token++) {
            double mean = 0;
            for (float value : x[token]) {
                mean += value / embDim;
            }
            double variance = 0;
            for (float value : x[token]) {
                variance += (value - mean) * (value - mean) / embDim;
            }
            double root = Math.sqrt(variance) + epsilon;
            for (int i = 0; i < embDim; i++) {
                y[token][i] = (float) (gain[i] * (x[token][i] - mean) / root + bias[i]);
            }
        }
        return y;
    }
}
