public final class Ex65LastTokenHead {
    public static float[][] logits(float[][][] hidden, int[] lengths, float[][] head) {
        float[][] logits = new float[hidden.length][head.length];
        for (int text = 0; text < hidden.length; text++) {
            check(lengths[text], hidden[text].length);
            float[] read = hidden[text][hidden[text].length - 1];
            for (int c = 0; c < head.length; c++) {
                for (int d = 0; d < read.length; d++) {
                    logits[text][c] += head[c][d] * read[d];
                }
            }
        }
        return logits;
    }

    public static float[][][] backward(float[][] g, int[] lengths, float[][] head, int tokens) {
        float[][][] gradient = new float[g.length][tokens][head[0].length];
        for (int text = 0; text < g.length; text++) {
            check(lengths[text], tokens);
            for (int t = tokens - 1; t < tokens; t++) {
                for (int c = 0; c < head.length; c++) {
                    for (int d = 0; d < head[c].length; d++) {
                        gradient[text][t][d] += g[text][c] * head[c][d];
                    }
                }
            }
        }
        return gradient;
    }

    private static void check(int length, int tokens) {
        if (length < 1 || length > tokens) {
            throw new IllegalArgumentException("a length must be from 1 to tokens=" + tokens
                    + ", got " + length);
        }
    }
}
