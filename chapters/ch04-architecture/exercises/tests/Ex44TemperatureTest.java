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
@DisplayName("Exercise 4.4: drawing at a temperature")
class Ex44TemperatureTest {
    private static final float REMOVED = Float.NEGATIVE_INFINITY;

    /// Draws that are known beforehand.
    private static final class Draws implements RandomGenerator {
        private final double[] draws;
        private int asked;

        private Draws(double... draws) {
            this.draws = draws;
        }

        @Override
        public double nextDouble() {
            return draws[asked++ % draws.length];
        }

        @Override
        public long nextLong() {
            return (long) (nextDouble() * 0x1p63);
        }
    }

    @Test
    @DisplayName("two tokens give the ids in the text")
    void givesTheWorkedExample() {
        float[] logits = {0, (float) Math.log(3)};
        drawn("the worked example at temperature 1", logits, 1, 0.2, 0.3, 0.05)
                .toBe(new int[] {0, 1, 0});
        drawn("the worked example at temperature 0.5", logits, 0.5, 0.2, 0.3, 0.05)
                .toBe(new int[] {1, 1, 0});
    }

    @Test
    @DisplayName("cold draws keep to the favourites, warm ones do not")
    void followsTheTemperature() {
        float[] logits = {1, 3, 2, 0, -1};
        for (double temperature : new double[] {0.4, 1.5, 4}) {
            double[] draws = apart(logits, temperature, 0.03, 0.2, 0.43, 0.61, 0.74, 0.89, 0.97);
            drawn("seven draws at temperature " + temperature, logits, temperature, draws)
                    .toBe(inverse(softmax(logits, temperature), true, draws));
        }
    }

    @Test
    @DisplayName("temperature 0 takes the largest score, the first of equal ones")
    void isGreedyAtZero() {
        double[] draws = {0.02, 0.3, 0.55, 0.83, 0.99};
        drawn("five draws at temperature 0", new float[] {1, 2, 5, 5, 4.9f, 3}, 0, draws)
                .toBe(new int[] {2, 2, 2, 2, 2});
        drawn("scores below 0 at temperature 0", new float[] {-9, -7, -7.5f, -8}, 0, draws)
                .toBe(new int[] {1, 1, 1, 1, 1});
    }

    @Test
    @DisplayName("a removed token is never drawn")
    void neverDrawsTheRemoved() {
        float[] logits = {REMOVED, REMOVED, 1, REMOVED, 0.5f, REMOVED};
        drawn("removed tokens and a draw of 0", logits, 0.8, 0, 0.9).toBe(new int[] {2, 4});
        drawn("removed tokens and the largest draw", logits, 0.8, Math.nextDown(1.0), 0.3)
                .toBe(new int[] {4, 2});
    }

    @Test
    @DisplayName("large scores do not overflow")
    void copesWithLargeScores() {
        drawn("scores around 1,000", new float[] {1_001, 1_002, 999, 1_000}, 0.5,
                0.05, 0.4, 0.73, 0.99).toBe(new int[] {0, 1, 1, 3});
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("draws right from any scores, at any temperature")
    void drawsFromAnyScores(RandomGenerator random) {
        for (int i = 0; i < 3; i++) {
            float[] logits = new float[random.nextInt(6, 12)];
            for (int id = 0; id < logits.length; id++) {
                logits[id] = (float) (2 * random.nextGaussian());
            }
            logits[random.nextInt(logits.length)] = REMOVED;
            double temperature = i == 0 ? random.nextDouble(0.3, 0.7) : random.nextDouble(1.5, 3);
            double[] draws = apart(logits, temperature, random.doubles(20).toArray());
            drawn("draws from random scores", logits, temperature, draws)
                    .toBe(inverse(softmax(logits, temperature), true, draws));
            drawn("random scores at temperature 0", logits, 0, draws)
                    .toBe(inverse(softmax(logits, 1e-9), true, draws));
        }
    }

    @Test
    @DisplayName("refuses a temperature below 0")
    void refusesTemperatures() {
        float[] logits = {1, 2};
        for (double temperature : new double[] {-0.5, Double.NaN}) {
            expectRefusal("a temperature of " + temperature,
                    () -> Ex44Temperature.draw(logits, temperature, 1, new Draws(0.5)));
        }
    }

    private static Expect drawn(String what, float[] logits, double temperature,
            double... draws) {
        int[] ids = Ex44Temperature.draw(logits.clone(), temperature, draws.length,
                new Draws(draws));
        Expect expect = expect(what, ids);
        int[] all = new int[draws.length];
        Arrays.fill(all, logits.length - 1);
        if (temperature == 0) {
            return expect
                    .mistake("sampling-divides-by-zero", "temperature 0 divides the scores by 0, "
                            + "but it means greedy: the largest score", all)
                    .mistake("sampling-draws-at-zero", "temperature 0 still draws, but it means "
                            + "greedy: always the largest score",
                            inverse(softmax(logits, 1), true, draws));
        }
        boolean overflows = Math.exp(max(logits) / temperature) == Double.POSITIVE_INFINITY;
        double[] plain = softmax(logits, 1);
        return expect
                .mistakeIf(overflows && Arrays.equals(ids, all), "sampling-overflows",
                        "exp of a large score is infinite: subtract the largest score first")
                .mistake("sampling-multiplies", "the scores are multiplied by the temperature, but "
                        + "must be divided by it",
                        inverse(softmax(logits, 1 / temperature), true, draws))
                .mistake("sampling-tempers-probabilities", "the temperature changes nothing: the "
                        + "scores must be divided by it before the softmax, not the probabilities",
                        inverse(plain, true, draws))
                .mistake("sampling-draws-the-removed", "a token of probability 0 is drawn where "
                        + "the draw is 0: the sum must be above the draw, not equal to it",
                        inverse(softmax(logits, temperature), false, draws));
    }

    private static float max(float... logits) {
        float max = logits[0];
        for (float logit : logits) {
            max = Math.max(max, logit);
        }
        return max;
    }

    private static double[] softmax(float[] logits, double temperature) {
        float max = max(logits);
        double[] p = new double[logits.length];
        for (int id = 0; id < p.length; id++) {
            p[id] = Math.exp((logits[id] - max) / temperature);
        }
        double sum = Arrays.stream(p).sum();
        return Arrays.stream(p).map(each -> each / sum).toArray();
    }

    /// @param above whether the cumulative probability must be above the draw, or may be equal
    private static int[] inverse(double[] p, boolean above, double... draws) {
        return Arrays.stream(draws).mapToInt(draw -> {
            double upTo = 0;
            int last = 0;
            for (int id = 0; id < p.length; id++) {
                upTo += p[id];
                last = p[id] > 0 ? id : last;
                if (upTo > draw || !above && upTo == draw) {
                    return id;
                }
            }
            return last;
        }).toArray();
    }

    /// The draws, moved a little where rounding could decide.
    private static double[] apart(float[] logits, double temperature, double... draws) {
        double upTo = 0;
        double[] moved = draws.clone();
        for (double p : softmax(logits, temperature)) {
            upTo += p;
            for (int i = 0; i < moved.length; i++) {
                if (Math.abs(moved[i] - upTo) < 1e-6) {
                    moved[i] = Math.max(0, moved[i] - 1e-5);
                }
            }
        }
        return moved;
    }
}
