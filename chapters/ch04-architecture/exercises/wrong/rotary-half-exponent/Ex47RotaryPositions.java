public final class Ex47RotaryPositions {
    private Ex47RotaryPositions() {}

    public static float[][] rotate(float[][] x, int first, double base) {
        int headDim = x[0].length;
        if (headDim % 2 != 0) {
            throw new IllegalArgumentException(
                    "headDim must be even to make pairs, got " + headDim);
        }
        int half = headDim / 2;
        float[][] turned = new float[x.length][headDim];
        for (int token = 0; token < x.length; token++) {
            for (int i = 0; i < half; i++) {
                double angle = (first + token) * Math.pow(base, -1.0 * i / headDim);
                double a = x[token][i];
                double b = x[token][i + half];
                turned[token][i] = (float) (a * Math.cos(angle) - b * Math.sin(angle));
                turned[token][i + half] = (float) (a * Math.sin(angle) + b * Math.cos(angle));
            }
        }
        return turned;
    }
}
