/// Exercise 8.5: the masked mean.
///
/// **Why.** Padding fills a batch up and has no meaning, so it must be neither in the sum nor in
/// the count. Which count one divides by decides what a token weighs: the mean over all takes
/// tokens alike (DAPO), the mean of the rows' means takes answers alike (GRPO).
///
/// **Complexity.** Each place is looked at once: O(rows · tokens).
///
/// **Common mistakes.** Dividing by all places, so that a batch with much padding has a small loss;
/// multiplying by a mask of zeros, which NaN survives; 0 divided by 0 in a row without an answer.
public final class Ex85MaskedMean {
    private Ex85MaskedMean() {}

    public static double overAll(double[][] values, boolean[][] mask) {
        double sum = 0;
        int count = 0;
        for (int row = 0; row < values.length; row++) {
            for (int t = 0; t < values[row].length; t++) {
                if (mask[row][t]) {
                    sum += values[row][t];
                    count++;
                }
            }
        }
        return count == 0 ? 0 : sum / count;
    }

    public static double[] ofRows(double[][] values, boolean[][] mask) {
        double[] means = new double[values.length];         // (rows)
        for (int row = 0; row < values.length; row++) {
            means[row] = overAll(new double[][] {values[row]}, new boolean[][] {mask[row]});
        }
        return means;
    }
}
