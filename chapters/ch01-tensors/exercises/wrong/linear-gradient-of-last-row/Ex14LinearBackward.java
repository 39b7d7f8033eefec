public final class Ex14LinearBackward {
    private Ex14LinearBackward() {}

    public static float[][] gradientOfInput(float[][] g, float[][] weight) {
        int in = weight[0].length;
        float[][] slopes = new float[g.length][in];
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
        float[][] slopes = new float[out][in];
        for (int row = 0; row < g.length; row++) {
            for (int o = 0; o < out; o++) {
                for (int i = 0; i < in; i++) {
                    slopes[o][i] = g[row][o] * x[row][i];
                }
            }
        }
        return slopes;
    }

    public static float[] gradientOfBias(float[][] g) {
        float[] slopes = new float[g[0].length];
        for (float[] row : g) {
            for (int o = 0; o < row.length; o++) {
                slopes[o] = row[o];
            }
        }
        return slopes;
    }
}
