public final class Ex85MaskedMean {
    private Ex85MaskedMean() {}

    public static double overAll(double[][] values, boolean[][] mask) {
        double sum = 0;
        int count = 0;
        for (int row = 0; row < values.length; row++) {
            for (int t = 0; t < values[row].length; t++) {
                if (mask[row][t]) {
                    sum += values[row][t];
                }
                count++;
            }
        }
        return count == 0 ? 0 : sum / count;
    }

    public static double[] ofRows(double[][] values, boolean[][] mask) {
        double[] means = new double[values.length];
        for (int row = 0; row < values.length; row++) {
            means[row] = overAll(new double[][] {values[row]}, new boolean[][] {mask[row]});
        }
        return means;
    }
}
