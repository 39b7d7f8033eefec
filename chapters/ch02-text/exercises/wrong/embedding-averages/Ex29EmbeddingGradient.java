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
        int[] counts = new int[vocabSize];
        for (int t = 0; t < ids.length; t++) {
            check(ids[t], vocabSize);
            counts[ids[t]]++;
        }
        for (int t = 0; t < ids.length; t++) {
            for (int j = 0; j < gradient[t].length; j++) {
                rows[ids[t]][j] += gradient[t][j] / counts[ids[t]];
            }
        }
        return rows;
    }

    private static void check(int id, int vocabSize) {
        if (id < 0 || id >= vocabSize) {
            throw new IllegalArgumentException("no row " + id + " in " + vocabSize);
        }
    }
}
