public final class Ex46RmsNorm {
    private Ex46RmsNorm() {}

    public static float[][] rmsNorm(float[][] x, float[] gain, double epsilon) {
        int embDim = gain.length;
        float[][] y = new float[x.length][embDim];
        for (int token = 0; token < x.length; token++) {
            double squares = 0;
            for (float value : x[token]) {
                squares += (double) value * value;
            }
            double root = Math.sqrt(squares / embDim) + epsilon;
            for (int i = 0; i < embDim; i++) {
                y[token][i] = (float) (gain[i] * x[token][i] / root);
            }
        }
        return y;
    }
}
