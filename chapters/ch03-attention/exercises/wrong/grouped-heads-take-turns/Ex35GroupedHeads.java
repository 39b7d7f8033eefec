public final class Ex35GroupedHeads {
    private Ex35GroupedHeads() {}

    public static float[][][] repeat(float[][][] x, int heads) {
        requireGroups(heads, x.length);
        float[][][] repeated = new float[heads][x[0].length][];
        for (int head = 0; head < heads; head++) {
            for (int token = 0; token < x[0].length; token++) {
                repeated[head][token] = x[head % x.length][token].clone();
            }
        }
        return repeated;
    }

    public static float[][][] repeatBackward(float[][][] g, int kvHeads) {
        requireGroups(g.length, kvHeads);
        float[][][] gradient = new float[kvHeads][g[0].length][g[0][0].length];
        for (int head = 0; head < g.length; head++) {
            for (int token = 0; token < g[head].length; token++) {
                for (int i = 0; i < g[head][token].length; i++) {
                    gradient[head % kvHeads][token][i] += g[head][token][i];
                }
            }
        }
        return gradient;
    }

    private static void requireGroups(int heads, int kvHeads) {
        if (heads % kvHeads != 0) {
            throw new IllegalArgumentException("heads must be a multiple of kvHeads, got heads="
                    + heads + ", kvHeads=" + kvHeads);
        }
    }
}
