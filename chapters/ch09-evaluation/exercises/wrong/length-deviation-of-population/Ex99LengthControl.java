import java.util.Arrays;

public final class Ex99LengthControl {
    private Ex99LengthControl() {}

    private static final int STEPS = 30;

    public static double[] fit(double[] preferences, int[] lengthDifferences) {
        double s = deviation(lengthDifferences);
        double coefficient = 0;
        double constant = 0;
        for (int step = 0; step < STEPS; step++) {
            double gx = 0;                                  // slope of the log-likelihood
            double g1 = 0;
            double hxx = 0;                                 // its curvature, with a minus
            double hx1 = 0;
            double h11 = 0;
            for (int i = 0; i < preferences.length; i++) {
                double x = Math.tanh(lengthDifferences[i] / s);
                double p = sigmoid(coefficient * x + constant);
                double error = preferences[i] - 1 - p;
                gx += error * x;
                g1 += error;
                hxx += p * (1 - p) * x * x;
                hx1 += p * (1 - p) * x;
                h11 += p * (1 - p);
            }
            double determinant = hxx * h11 - hx1 * hx1;
            coefficient += (h11 * gx - hx1 * g1) / determinant;
            constant += (hxx * g1 - hx1 * gx) / determinant;
        }
        return new double[] {coefficient, constant};
    }

    public static double winRate(double[] preferences, int[] lengthDifferences) {
        return 100 * sigmoid(fit(preferences, lengthDifferences)[1]);
    }

    private static double deviation(int[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = 0;
        for (int value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / values.length);
    }

    private static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }
}
