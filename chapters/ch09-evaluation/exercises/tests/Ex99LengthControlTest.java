import static llm.exercise.Expect.expect;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 9.9: the win rate at equal lengths")
class Ex99LengthControlTest {
    private static final double TOLERANCE = 1e-4;

    @Test
    @DisplayName("the six pairs of the text")
    void givesTheWorkedExample() {
        requireRight("of the six pairs of the text", new Pairs(new double[] {2, 2, 2, 1, 2, 1},
                -100, -100, -100, -100, 100, 100), -Math.log(3) / 2 / Math.tanh(100 / 103.2795559),
                Math.log(3) / 2);
    }

    @Test
    @DisplayName("where length explains nothing, the rate is the plain one")
    void seesNoBias() {
        requireRight("of pairs won three times in four at any length", new Pairs(
                new double[] {2, 2, 2, 1, 2, 2, 1, 2}, -60, -60, -60, -60, 20, 20, 20, 20),
                0, Math.log(3));
    }

    @Test
    @DisplayName("a judge that draws knows less, and preferences may lie between")
    void takesAnyPreference() {
        // Means of ¾ and ½ at two places: the curve goes through both, ln 3 and 0 as log-odds.
        Pairs pairs = new Pairs(new double[] {1.9, 1.6, 1.5, 1.5, 2, 1}, -30, -30, 90, 90, 90, 90);
        double left = Math.tanh(-30 / pairs.deviation(1));
        double right = Math.tanh(90 / pairs.deviation(1));
        double slope = -Math.log(3) / (right - left);
        requireRight("of graded preferences", pairs, slope, -slope * right);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any pairs")
    void anyPairs(RandomGenerator random) {
        for (int i = 0; i < 4; i++) {
            int[] d = random.ints(random.nextInt(20, 60), -900, 300).toArray();
            double slope = random.nextDouble(-2.5, 1.5);
            double constant = random.nextDouble(-1, 1);
            double s = new Pairs(new double[0], d).deviation(1);
            // Preferences that lie on the curve: then the slope of the likelihood is 0 there.
            double[] preferences = Arrays.stream(d).mapToDouble(each -> 1
                    + 1 / (1 + Math.exp(-slope * Math.tanh(each / s) - constant))).toArray();
            requireRight("of more pairs", new Pairs(preferences, d), slope, constant);
        }
    }

    private record Pairs(double[] preferences, int... d) {

        /// Of `d`, from `Σ d² − n · mean²`.
        double deviation(int less) {
            double mean = mean();
            double squares = Arrays.stream(d).mapToDouble(each -> (double) each * each).sum();
            return Math.sqrt((squares - d.length * mean * mean) / (d.length - less));
        }

        double mean() {
            return Arrays.stream(d).average().orElseThrow();
        }

        double plain() {
            return Arrays.stream(preferences).average().orElseThrow() - 1;
        }

        /// Of a curve over any `x`, by Newton's method: slope and constant.
        double[] fit(DoubleUnaryOperator xOf) {
            double[] curve = new double[2];
            for (int step = 0; step < 30; step++) {
                double[] g = new double[2];
                double[] h = new double[3];
                for (int i = 0; i < d.length; i++) {
                    double x = xOf.applyAsDouble(d[i]);
                    double p = sigmoid(curve[0] * x + curve[1]);
                    double error = preferences[i] - 1 - p;
                    g[0] += error * x;
                    g[1] += error;
                    h[0] += p * (1 - p) * x * x;
                    h[1] += p * (1 - p) * x;
                    h[2] += p * (1 - p);
                }
                double determinant = h[0] * h[2] - h[1] * h[1];
                curve[0] += (h[2] * g[0] - h[1] * g[1]) / determinant;
                curve[1] += (h[0] * g[1] - h[1] * g[0]) / determinant;
            }
            return curve;
        }

        /// Of a straight line through the preferences.
        double[] line(DoubleUnaryOperator xOf) {
            double[] x = Arrays.stream(d).mapToDouble(xOf::applyAsDouble).toArray();
            double mean = Arrays.stream(x).average().orElseThrow();
            double xy = IntStream.range(0, x.length)
                    .mapToDouble(i -> (x[i] - mean) * (preferences[i] - 1)).sum();
            double slope = xy / Arrays.stream(x).map(each -> (each - mean) * each).sum();
            return new double[] {slope, plain() - slope * mean};
        }
    }

    private static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    private static void requireRight(String which, Pairs pairs, double slope, double constant) {
        double s = pairs.deviation(1);
        double mean = pairs.mean();
        double population = pairs.deviation(0);
        double[] line = pairs.line(d -> Math.tanh(d / s));
        double[] raw = pairs.fit(d -> d / s);
        double[] centred = pairs.fit(d -> Math.tanh((d - mean) / s));
        expect("coefficient and constant " + which,
                Ex99LengthControl.fit(pairs.preferences.clone(), pairs.d.clone()))
                .mistake("length-deviation-of-population", "s is divided by the pairs: the sample "
                        + "deviation divides by one less",
                        pairs.fit(d -> Math.tanh(d / population)))
                .mistake("length-without-tanh", WITHOUT_TANH, raw)
                .mistake("length-around-the-mean", CENTRED, centred)
                .mistake("length-turned", "d has the other sign: it is the baseline's length minus "
                        + "the model's", new double[] {-slope, constant})
                .mistake("length-by-a-line", BY_A_LINE, line)
                .toBe(new double[] {slope, constant}, TOLERANCE);
        expect("the win rate " + which,
                Ex99LengthControl.winRate(pairs.preferences.clone(), pairs.d.clone()))
                .mistake("length-not-controlled", "this is the plain win rate: what is left at "
                        + "equal lengths is asked for", 100 * pairs.plain())
                .mistake("length-rate-without-sigmoid", "this is 100 times the constant: it is "
                        + "log-odds, of which σ makes a rate", 100 * constant)
                .mistake("length-rate-of-the-baseline", "this is the baseline's rate: the constant "
                        + "has the wrong sign", 100 * sigmoid(-constant))
                .mistake("length-without-tanh", WITHOUT_TANH, 100 * sigmoid(raw[1]))
                .mistake("length-around-the-mean", CENTRED, 100 * sigmoid(centred[1]))
                .mistake("length-by-a-line", BY_A_LINE, 100 * line[1])
                .toBe(100 * sigmoid(constant), 100 * TOLERANCE);
    }

    private static final String WITHOUT_TANH = "tanh is missing: without it a few enormous answers "
            + "decide";
    private static final String CENTRED = "the mean of d is subtracted: equal lengths are at d = "
            + "0, not at the mean";
    private static final String BY_A_LINE = "a straight line is fitted by least squares: σ and the "
            + "log-likelihood are missing";
}
