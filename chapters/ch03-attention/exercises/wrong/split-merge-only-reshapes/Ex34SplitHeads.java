public final class Ex34SplitHeads {
    private Ex34SplitHeads() {}

    public static float[][][] split(float[][] x, int heads) {
        if (heads < 1 || x[0].length % heads != 0) {
            throw new IllegalArgumentException("x must be (tokens, heads=%d · headDim), got "
                    .formatted(heads) + "rows of " + x[0].length);
        }
        int headDim = x[0].length / heads;
        float[][][] split = new float[heads][x.length][headDim];
        for (int head = 0; head < heads; head++) {
            for (int token = 0; token < x.length; token++) {
                for (int i = 0; i < headDim; i++) {
                    split[head][token][i] = x[token][head * headDim + i];
                }
            }
        }
        return split;
    }

    public static float[][] merge(float[][][] x) {
        int tokens = x[0].length;
        int headDim = x[0][0].length;
        float[][] merged = new float[tokens][x.length * headDim];
        int place = 0;
        for (float[][] head : x) {
            for (float[] row : head) {
                for (float value : row) {
                    merged[place / merged[0].length][place % merged[0].length] = value;
                    place++;
                }
            }
        }
        return merged;
    }
}
