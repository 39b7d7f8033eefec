public final class Ex29EmbeddingGradient {
    public static float[][] lookup(float[][] table, int[] ids) {
        float[][] vectors = new float[ids.length][];
        for (int t = 0; t < ids.length; t++) {
            check(ids[t], table.length);
            vectors[t] = table[ids[t]];
        }
        return vectors;
    }

    public static float[][] backward(int[] ids, float[][] gradient, int vocabSize) {
        float[][] rows = new float[vocabSize][gradient[0].length];
        for (int t = 0; t < ids.length; t++) {
            check(ids[t], vocabSize);
            rows[ids[t]] = gradient[t];
        }
        return rows;
    }

    private static void check(int id, int vocabSize) {
        if (id < 0 || id >= vocabSize) {
            throw new IllegalArgumentException("no row " + id + " in " + vocabSize);
        }
    }
}
