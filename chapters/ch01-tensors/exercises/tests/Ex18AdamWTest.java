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
@DisplayName("Exercise 1.8: the step of AdamW")
class Ex18AdamWTest {
    private enum Flaw {
        NO_CORRECTION, KEEPS_CORRECTED, DECAY_IN_SLOPE, DECAY_WITHOUT_RATE, DECAYS_THE_STRIDE,
        EPSILON_UNDER_ROOT, NO_EPSILON, NO_ROOT
    }

    @Test
    @DisplayName("two steps lead where the text says")
    void takesTheStepsInTheText() {
        double[] p = {3};
        double[] m = {0};
        double[] v = {0};
        var optimizer = new Ex18AdamW(0.1, 0.5);
        optimizer.step(p, new double[] {-2}, m, v, 1);
        optimizer.step(p, new double[] {4}, m, v, 2);
        path("the parameter after steps 1 and 2", 0.1, 0.5, new double[] {3},
                new double[][] {{-2}, {4}}).toBe(new double[][] {{2.95}, {2.765890}}, 1e-6);
        expect("m after two steps", m).toBe(new double[] {0.22}, 1e-9);
        expect("v after two steps", v).toBe(new double[] {0.019996}, 1e-9);
    }

    @Test
    @DisplayName("without decay the first step is as long as the rate, whatever the slope")
    void firstStepIsAsLongAsTheRate() {
        path("three parameters after a step", 0.01, 0, new double[] {1, 1, 1},
                new double[][] {{5, -0.3, 100}}).toBe(new double[][] {{0.99, 1.01, 0.99}}, 1e-6);
    }

    @Test
    @DisplayName("a slope of 0 leaves the decay alone, and a tiny one meets ε")
    void meetsEpsilon() {
        path("a parameter without slope, and one with a slope of 1e-6", 0.1, 0.5,
                new double[] {1, 1}, new double[][] {{0, 1e-6}, {0, 1e-6}})
                .toBe(new double[][] {{0.95, 0.850990}, {0.9025, 0.709431}}, 1e-6);
    }

    @Test
    @Hidden
    @Points(3)
    @DisplayName("goes the right way over many steps")
    void goesTheRightWay(RandomGenerator random) {
        double[] start = new double[5];
        Arrays.setAll(start, i -> 3 * random.nextGaussian());
        double[][] slopes = new double[40][5];
        for (double[] each : slopes) {
            Arrays.setAll(each, i -> (0.5 + random.nextGaussian()) * Math.pow(10, i - 2));
        }
        path("five parameters over 40 steps", 0.05, 0.2, start, slopes)
                .toBe(right(0.05, 0.2, start, slopes), 1e-6);
    }

    @Test
    @DisplayName("refuses steps below 1")
    void refusesStepZero() {
        var optimizer = new Ex18AdamW(0.1, 0);
        expectRefusal("step 0", () -> optimizer.step(new double[] {1}, new double[] {1},
                new double[1], new double[1], 0));
    }

    /// Walks with the answer and compares where the parameters are after each step.
    private static Expect path(String what, double rate, double decay, double[] start,
            double[][] slopes) {
        double[] p = start.clone();
        double[] m = new double[p.length];
        double[] v = new double[p.length];
        double[][] path = new double[slopes.length][];
        double[][] stays = new double[slopes.length][];
        var optimizer = new Ex18AdamW(rate, decay);
        for (int t = 1; t <= slopes.length; t++) {
            optimizer.step(p, slopes[t - 1].clone(), m, v, t);
            path[t - 1] = p.clone();
            stays[t - 1] = start;
        }
        Expect expect = expect(what, path).mistake("adamw-new-arrays", "the parameters stay where "
                + "they are: change the array that is handed in; no other reaches the caller",
                stays);
        for (Flaw flaw : Flaw.values()) {
            expect.mistake(key(flaw), words(flaw), flawed(flaw, rate, decay, start, slopes));
        }
        return expect;
    }

    private static String key(Flaw flaw) {
        return switch (flaw) {
            case NO_CORRECTION -> "adamw-without-correction";
            case KEEPS_CORRECTED -> "adamw-keeps-corrected-means";
            case DECAY_IN_SLOPE -> "adamw-decay-in-the-slope";
            case DECAY_WITHOUT_RATE -> "adamw-decay-without-rate";
            case DECAYS_THE_STRIDE -> "adamw-decays-the-stride";
            case EPSILON_UNDER_ROOT -> "adamw-epsilon-under-the-root";
            case NO_EPSILON -> "adamw-without-epsilon";
            case NO_ROOT -> "adamw-without-root";
        };
    }

    private static String words(Flaw flaw) {
        return switch (flaw) {
            case NO_CORRECTION -> "the means are not corrected for their beginning at 0: divide "
                    + "each by one minus its beta to the power of the step";
            case KEEPS_CORRECTED -> "the corrected means are written back: the arrays keep them "
                    + "without the correction, which is for this step only";
            case DECAY_IN_SLOPE -> "the decay is added to the slope, as in Adam: AdamW shrinks the "
                    + "parameter itself and keeps the decay out of the means";
            case DECAY_WITHOUT_RATE -> "the decay lacks the learning rate: a parameter shrinks by "
                    + "rate times decay";
            case DECAYS_THE_STRIDE -> "the stride is decayed, too: only the old parameter shrinks";
            case EPSILON_UNDER_ROOT -> "epsilon stands under the root: add it to the root";
            case NO_EPSILON -> "without epsilon a slope that was always 0 divides 0 by 0";
            case NO_ROOT -> "the mean slope is divided by the mean square: take its root first";
        };
    }

    /// What is right: the corrected means as weighted means of all slopes so far.
    private static double[][] right(double rate, double decay, double[] start,
            double[][] slopes) {
        double[][] path = new double[slopes.length][];
        double[] p = start.clone();
        for (int t = 0; t < slopes.length; t++) {
            for (int i = 0; i < p.length; i++) {
                double mean = 0;
                double square = 0;
                double meanWeights = 0;
                double squareWeights = 0;
                for (int k = 0; k <= t; k++) {
                    mean += Math.pow(0.9, t - k) * slopes[k][i];
                    meanWeights += Math.pow(0.9, t - k);
                    square += Math.pow(0.999, t - k) * slopes[k][i] * slopes[k][i];
                    squareWeights += Math.pow(0.999, t - k);
                }
                p[i] -= rate * (decay * p[i] + mean / meanWeights
                        / (Math.sqrt(square / squareWeights) + 1e-8));
            }
            path[t] = p.clone();
        }
        return path;
    }

    private static double[][] flawed(Flaw flaw, double rate, double decay, double[] start,
            double[][] slopes) {
        double[][] path = new double[slopes.length][start.length];
        for (int i = 0; i < start.length; i++) {
            double p = start[i];
            double m = 0;
            double v = 0;
            double inSlope = flaw == Flaw.DECAY_IN_SLOPE ? decay : 0;
            double shrink = switch (flaw) {
                case DECAY_IN_SLOPE -> 1;
                case DECAY_WITHOUT_RATE -> 1 - decay;
                default -> 1 - rate * decay;
            };
            for (int t = 1; t <= slopes.length; t++) {
                double g = slopes[t - 1][i] + inSlope * p;
                m = 0.9 * m + 0.1 * g;
                v = 0.999 * v + 0.001 * g * g;
                boolean corrects = flaw != Flaw.NO_CORRECTION;
                double mean = corrects ? m / (1 - Math.pow(0.9, t)) : m;
                double square = corrects ? v / (1 - Math.pow(0.999, t)) : v;
                if (flaw == Flaw.KEEPS_CORRECTED) {
                    m = mean;
                    v = square;
                }
                double stride = mean / switch (flaw) {
                    case EPSILON_UNDER_ROOT -> Math.sqrt(square + 1e-8);
                    case NO_EPSILON -> Math.sqrt(square);
                    case NO_ROOT -> square + 1e-8;
                    default -> Math.sqrt(square) + 1e-8;
                };
                p = flaw == Flaw.DECAYS_THE_STRIDE ? shrink * (p - rate * stride)
                        : shrink * p - rate * stride;
                path[t - 1][i] = p;
            }
        }
        return path;
    }
}
