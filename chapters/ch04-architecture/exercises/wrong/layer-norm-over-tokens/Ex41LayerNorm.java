public final class Ex41LayerNorm {
    private Ex41LayerNorm() {}

    public static float[][] layerNorm(float[][] x, float[] gain, float[] bias, double epsilon) {
        int tokens = x.length;
        float[][] y = new float[tokens][gain.length];
        for (int i = 0; i < gain.length; i++) {
            double mean = 0;
            for (float[] row : x) {
                mean += row[i] / tokens;
            }
            double variance = 0;
            for (float[] row : x) {
                variance += (row[i] - mean) * (row[i] - mean) / tokens;
            }
            double root = Math.sqrt(variance + epsilon);
            for (int token = 0; token < tokens; token++) {
                y[token][i] = (float) (gain[i] * (x[token][i] - mean) / root + bias[i]);
            }
        }
        return y;
    }
}
