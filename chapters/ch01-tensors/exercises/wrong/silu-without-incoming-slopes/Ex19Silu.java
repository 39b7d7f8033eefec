public final class Ex19Silu {
    private Ex19Silu() {}

    public static float[] forward(float[] x) {
        float[] y = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = (float) (x[i] * sigmoid(x[i]));
        }
        return y;
    }

    public static float[] backward(float[] x, float[] g) {
        float[] slopes = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            double s = sigmoid(x[i]);
            slopes[i] = (float) (s + x[i] * s * (1 - s));
        }
        return slopes;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
