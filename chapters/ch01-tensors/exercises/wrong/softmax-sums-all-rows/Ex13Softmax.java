public final class Ex13Softmax {
    private Ex13Softmax() {}

    public static float[][] forward(float[][] x) {
        float[][] y = new float[x.length][x[0].length];
        double max = Double.NEGATIVE_INFINITY;
        for (float[] row : x) {
            for (float logit : row) {
                max = Math.max(max, logit);
            }
        }
        double sum = 0;
        for (int row = 0; row < x.length; row++) {
            for (float logit : x[row]) {
                sum += Math.exp(logit - max);
            }
        }
        for (int row = 0; row < x.length; row++) {
            for (int i = 0; i < x[row].length; i++) {
                y[row][i] = (float) (Math.exp(x[row][i] - max) / sum);
            }
        }
        return y;
    }

    public static float[][] backward(float[][] y, float[][] g) {
        float[][] slopes = new float[y.length][y[0].length];
        for (int row = 0; row < y.length; row++) {
            double mean = 0;
            for (int j = 0; j < y[row].length; j++) {
                mean += g[row][j] * y[row][j];
            }
            for (int i = 0; i < y[row].length; i++) {
                slopes[row][i] = (float) (y[row][i] * (g[row][i] - mean));
            }
        }
        return slopes;
    }
}
