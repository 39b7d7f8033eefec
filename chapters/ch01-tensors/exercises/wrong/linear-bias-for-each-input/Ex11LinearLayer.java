public final class Ex11LinearLayer {
    private Ex11LinearLayer() {}

    public static float[][] forward(float[][] x, float[][] weight, float[] bias) {
        if (x[0].length != weight[0].length) {
            throw new IllegalArgumentException("x must be (rows, in=" + weight[0].length
                    + "), got rows of " + x[0].length);
        }
        float[][] y = new float[x.length][weight.length];
        for (int row = 0; row < x.length; row++) {
            for (int o = 0; o < weight.length; o++) {
                for (int i = 0; i < x[row].length; i++) {
                    y[row][o] += x[row][i] * weight[o][i] + bias[o];
                }
            }
        }
        return y;
    }
}
