public final class Ex35GroupedHeads {
    private Ex35GroupedHeads() {}

    public static float[][][] repeat(float[][][] x, int heads) {
        int group = group(heads, x.length);
        float[][][] repeated = new float[heads][x[0].length][];
        for (int head = 0; head < heads; head++) {
            for (int token = 0; token < x[0].length; token++) {
                repeated[head][token] = x[head / group][token].clone();
            }
        }
        return repeated;
    }

    public static float[][][] repeatBackward(float[][][] g, int kvHeads) {
        int group = group(g.length, kvHeads);
        float[][][] gradient = new float[kvHeads][g[0].length][g[0][0].length];
        for (int kvHead = 0; kvHead < kvHeads; kvHead++) {
            for (int token = 0; token < g[0].length; token++) {
                gradient[kvHead][token] = g[kvHead * group][token].clone();
            }
        }
        return gradient;
    }

    private static int group(int heads, int kvHeads) {
        if (heads % kvHeads != 0) {
            throw new IllegalArgumentException("heads must be a multiple of kvHeads, got heads="
                    + heads + ", kvHeads=" + kvHeads);
        }
        return heads / kvHeads;
    }
}
