public final class Ex85MaskedMean {
    private Ex85MaskedMean() {}

    public static double overAll(double[][] values, boolean[][] mask) {
        double sum = 0;
        for (double mean : ofRows(values, mask)) {
            sum += mean;
        }
        return sum / values.length;
    }

    public static double[] ofRows(double[][] values, boolean[][] mask) {
        double[] means = new double[values.length];
        for (int row = 0; row < values.length; row++) {
            double sum = 0;
            int count = 0;
            for (int t = 0; t < values[row].length; t++) {
                if (mask[row][t]) {
                    sum += values[row][t];
                    count++;
                }
            }
            means[row] = count == 0 ? 0 : sum / count;
        }
        return means;
    }
}
