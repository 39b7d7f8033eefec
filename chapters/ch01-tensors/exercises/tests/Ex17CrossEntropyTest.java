import static llm.exercise.Expect.expect;
import static llm.exercise.Expect.expectRefusal;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 1.7: cross-entropy from logits")
class Ex17CrossEntropyTest {
    private static final float[][] LOGITS = {{0, 0}, {1, 3}, {7, 9}};
    private static final int[] TARGETS = {0, 0, -100};

    @Test
    @DisplayName("the rows in the text have the loss and the gradient in the text")
    void givesTheWorkedExample() {
        loss("the loss in the text", LOGITS, TARGETS).toBe(1.410038, 1e-5);
        gradient("the gradient in the text", LOGITS, TARGETS).toBe(
                new double[][] {{-0.25, 0.25}, {-0.440399, 0.440399}, {0, 0}}, 1e-5);
    }

    @Test
    @DisplayName("without ignored rows the mean is over all rows")
    void countsAllRows() {
        float[][] logits = {{2, 1, 0}, {0, 0, 0}, {-1, 1, 3}};
        int[] targets = {0, 2, 1};
        loss("the loss of three rows", logits, targets).toBe(1.216383, 1e-5);
        gradient("the gradient of three rows", logits, targets).toBe(new double[][] {
            {-0.111586, 0.081576, 0.030010}, {0.111111, 0.111111, -0.222222},
            {0.005292, -0.294230, 0.288938}}, 1e-5);
    }

    @Test
    @DisplayName("a target 1000 below the largest logit costs 1000")
    void standsLargeLogits() {
        loss("the loss of a target far below", new float[][] {{0, 1000}}, new int[] {0})
                .toBe(1000, 1e-3);
        loss("the loss of a large logit that is right", new float[][] {{1000, 0, -1000}},
                new int[] {0}).toBe(0, 1e-5);
        gradient("the gradient of a target far below", new float[][] {{0, 1000}}, new int[] {0})
                .toBe(new double[][] {{-1, 1}}, 1e-5);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("is the mean surprise at what counts, for any logits")
    void meansTheSurprise(RandomGenerator random) {
        float[][] logits = matrix(random, 6, random.nextInt(3, 9));
        int[] targets = targets(random, logits);
        loss("the loss of more rows", logits, targets).toBe(mean(wide(logits), targets), 1e-5);
        float[][] shifted = matrix(random, 6, 4);
        for (float[] row : shifted) {
            float level = random.nextInt(-900, 900);
            for (int i = 0; i < row.length; i++) {
                row[i] += level;
            }
        }
        int[] others = targets(random, shifted);
        loss("the loss of large and small logits", shifted, others)
                .toBe(mean(wide(shifted), others), 1e-4);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("has the gradient that nudging the logits finds")
    void findsTheGradient(RandomGenerator random) {
        float[][] logits = matrix(random, 5, random.nextInt(3, 7));
        int[] targets = targets(random, logits);
        gradient("the gradient of more rows", logits, targets)
                .toBe(nudged(logits, targets), 1e-5);
    }

    @Test
    @DisplayName("refuses targets that are no classes, and nothing but ignored ones")
    void refusesOtherTargets() {
        for (int[] targets : new int[][] {{0, 2, 1}, {-1, 0, 1}, {-100, -100, -100}}) {
            String what = "targets " + Arrays.toString(targets);
            expectRefusal("the loss of " + what, () -> Ex17CrossEntropy.loss(LOGITS, targets));
            expectRefusal("the gradient of " + what, () ->
                    Ex17CrossEntropy.gradient(LOGITS, targets));
        }
    }

    private static Expect loss(String what, float[][] logits, int[] targets) {
        double right = mean(wide(logits), targets);
        double loss = Ex17CrossEntropy.loss(logits, targets);
        return expect(what, loss)
                .mistake("cross-entropy-counts-ignored-rows", "ignored rows count in the number "
                        + "that the sum is divided by: the mean is over the others",
                        right * counted(targets) / targets.length)
                .mistake("cross-entropy-summed", "the losses of the rows are added up: the "
                        + "loss is their mean", right * counted(targets))
                .mistake("cross-entropy-in-bits", "the logarithm has base 2, but a loss in nats "
                        + "takes the natural one", right / Math.log(2))
                .mistake("cross-entropy-without-minus", "the sign is turned: the loss is the "
                        + "negative logarithm of a probability, so at least 0", -right)
                .mistakeIf(!Double.isFinite(loss) && areLarge(logits),
                        "cross-entropy-without-log-sum-exp",
                        "the loss of finite logits is not finite: take the largest logit out of "
                        + "the logarithm, and do not make probabilities that vanish first");
    }

    /// Whether e to some of them is no float any more.
    private static boolean areLarge(float[][] logits) {
        return Arrays.stream(wide(logits)).flatMapToDouble(Arrays::stream)
                .anyMatch(logit -> Math.abs(logit) > 80);
    }

    private static Expect gradient(String what, float[][] logits, int[] targets) {
        double[][] right = nudged(logits, targets);
        double[][] ignoredToo = nudged(logits, targets);
        for (int row = 0; row < targets.length; row++) {
            if (targets[row] == -100) {
                double[] x = wide(logits)[row];
                Arrays.setAll(ignoredToo[row], i -> 1 / (counted(targets)
                        * Arrays.stream(x).map(other -> Math.exp(other - x[i])).sum()));
            }
        }
        float[][] slopes = Ex17CrossEntropy.gradient(logits, targets);
        return expect(what, slopes)
                .mistake("cross-entropy-counts-ignored-rows", "ignored rows count in the number "
                        + "that the sum is divided by: the mean is over the others",
                        scaled(right, (double) counted(targets) / targets.length))
                .mistake("cross-entropy-gradient-of-sum", "the gradient is that of the sum: the "
                        + "mean divides it by the number of rows that count",
                        scaled(right, counted(targets)))
                .mistake("cross-entropy-slopes-of-ignored-rows", "rows that are ignored have "
                        + "slopes, but nothing they hold moves the loss", ignoredToo)
                .mistake("cross-entropy-gradient-turned", "the sign is turned: the slope of the "
                        + "target's logit is negative, for more of it lowers the loss",
                        scaled(right, -1))
                .mistakeIf(Arrays.stream(wide(slopes)).flatMapToDouble(Arrays::stream)
                        .anyMatch(Double::isNaN), "cross-entropy-without-log-sum-exp",
                        "the slopes of finite logits are not numbers: take the largest logit "
                        + "away before the exponentials");
    }

    /// What is right: logarithms of sums, one logit after the other.
    private static double mean(double[][] logits, int[] targets) {
        double sum = 0;
        for (int row = 0; row < targets.length; row++) {
            if (targets[row] != -100) {
                sum += Arrays.stream(logits[row]).reduce((a, b) -> Math.max(a, b)
                        + Math.log1p(Math.exp(-Math.abs(a - b)))).orElseThrow()
                        - logits[row][targets[row]];
            }
        }
        return sum / counted(targets);
    }

    private static double[][] nudged(float[][] logits, int[] targets) {
        double[][] slopes = new double[logits.length][logits[0].length];
        for (int row = 0; row < logits.length; row++) {
            for (int i = 0; i < logits[row].length; i++) {
                double[][] up = wide(logits);
                double[][] down = wide(logits);
                up[row][i] += 1e-5;
                down[row][i] -= 1e-5;
                slopes[row][i] = (mean(up, targets) - mean(down, targets)) / 2e-5;
            }
        }
        return slopes;
    }

    private static int counted(int[] targets) {
        return (int) Arrays.stream(targets).filter(target -> target != -100).count();
    }

    private static double[][] scaled(double[][] matrix, double factor) {
        return Arrays.stream(matrix).map(row -> Arrays.stream(row).map(x -> factor * x).toArray())
                .toArray(double[][]::new);
    }

    private static double[][] wide(float[][] matrix) {
        double[][] wide = new double[matrix.length][matrix[0].length];
        for (int row = 0; row < matrix.length; row++) {
            for (int i = 0; i < matrix[row].length; i++) {
                wide[row][i] = matrix[row][i];
            }
        }
        return wide;
    }

    /// A class for each row; the second and one other row are ignored.
    private static int[] targets(RandomGenerator random, float[][] logits) {
        int[] targets = new int[logits.length];
        Arrays.setAll(targets, row -> random.nextInt(logits[row].length));
        targets[1] = -100;
        targets[random.nextInt(2, logits.length)] = -100;
        return targets;
    }

    private static float[][] matrix(RandomGenerator random, int rows, int columns) {
        float[][] matrix = new float[rows][columns];
        for (float[] row : matrix) {
            for (int i = 0; i < columns; i++) {
                row[i] = (float) (2 * random.nextGaussian());
            }
        }
        return matrix;
    }
}
