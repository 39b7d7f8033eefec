import static llm.exercise.Expect.expect;
import static llm.exercise.Expect.expectRefusal;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 4.5: top-k, then top-p")
class Ex45TopKTopPTest {
    private static final double TOLERANCE = 1e-5;            // float32 or double

    /// The two filters, and what is often made of them.
    private enum Form {
        RIGHT, WITHOUT_THE_CROSSING, BEFORE_TOP_K, NOT_NORMALISED, RANKED, TIES_CUT
    }

    @Test
    @DisplayName("four tokens give the probabilities in the text")
    void givesTheWorkedExample() {
        filtered("the worked example", logs(1, 2, 4, 3), 3, 0.75)
                .toBe(new double[] {0, 0, 4 / 7.0, 3 / 7.0}, TOLERANCE);
    }

    @Test
    @DisplayName("the likeliest token stays, however small p is")
    void keepsTheLikeliest() {
        filtered("a p of 0.1", logs(1, 2, 4, 3), 4, 0.1)
                .toBe(new double[] {0, 0, 1, 0}, TOLERANCE);
    }

    @Test
    @DisplayName("p = 1 keeps all, and so does a k beyond the vocabulary")
    void keepsAll() {
        filtered("p of 1 and k of 3", logs(2, 5, 1, 2), 3, 1)
                .toBe(new double[] {2 / 9.0, 5 / 9.0, 0, 2 / 9.0}, TOLERANCE);
        filtered("p of 1 and k of 100", logs(2, 5, 1, 2), 100, 1)
                .toBe(new double[] {0.2, 0.5, 0.1, 0.2}, TOLERANCE);
        filtered("a removed token", new float[] {0, Float.NEGATIVE_INFINITY, 0}, 3, 1)
                .toBe(new double[] {0.5, 0, 0.5}, TOLERANCE);
    }

    @Test
    @DisplayName("top-k keeps all equal scores, top-p the smaller id first")
    void treatsEqualScores() {
        filtered("k of 2 and three scores that are equal", logs(3, 2, 3, 3, 1), 2, 1)
                .toBe(new double[] {1 / 3.0, 0, 1 / 3.0, 1 / 3.0, 0}, TOLERANCE);
        filtered("p of 0.6 and four scores that are equal", logs(1, 1, 1, 1), 4, 0.6)
                .toBe(new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0, 0}, TOLERANCE);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("filters any scores")
    void filtersAnyScores(RandomGenerator random) {
        for (int i = 0; i < 10; i++) {
            float[] logits = new float[random.nextInt(8, 15)];
            for (int id = 0; id < logits.length; id++) {
                logits[id] = (float) (1.5 * random.nextGaussian());
            }
            int k = random.nextInt(4, 8);
            double p = apart(logits, k, random.nextDouble(0.3, 0.95));
            filtered("random scores", logits, k, p)
                    .toBe(form(Form.RIGHT, logits, k, p), TOLERANCE);
        }
    }

    @Test
    @DisplayName("refuses a k below 1 and a p outside (0, 1]")
    void refusesBadLimits() {
        float[] logits = {1, 2};
        expectRefusal("a k of 0", () -> Ex45TopKTopP.probabilities(logits, 0, 0.5));
        expectRefusal("a p of 0", () -> Ex45TopKTopP.probabilities(logits, 1, 0));
        expectRefusal("a p of 1.1", () -> Ex45TopKTopP.probabilities(logits, 1, 1.1));
        expectRefusal("a p of NaN", () -> Ex45TopKTopP.probabilities(logits, 1, Double.NaN));
    }

    private static Expect filtered(String what, float[] logits, int k, double p) {
        return expect(what, Ex45TopKTopP.probabilities(logits.clone(), k, p))
                .mistake("filter-drops-the-crossing-token", "the token that crosses p is left out, "
                        + "but it is the last that stays",
                        form(Form.WITHOUT_THE_CROSSING, logits, k, p))
                .mistake("filter-top-p-before-top-k", "top-p adds up the probabilities from before "
                        + "top-k, but those of the tokens that top-k has left belong there",
                        form(Form.BEFORE_TOP_K, logits, k, p))
                .mistake("filter-not-normalised", "the probabilities of the kept tokens are as "
                        + "top-p found them, but must be divided by their sum",
                        form(Form.NOT_NORMALISED, logits, k, p))
                .mistake("filter-in-sorted-order", "the probabilities come from the largest to the "
                        + "smallest, but must stand at the ids of their tokens",
                        form(Form.RANKED, logits, k, p))
                .mistake("filter-cuts-ties", "top-k cuts through equal scores, but keeps all that "
                        + "are equal to the smallest it keeps", form(Form.TIES_CUT, logits, k, p));
    }

    /// From the tokens' ranks: what stays is a number of tokens from the best on.
    private static double[] form(Form form, float[] logits, int k, double p) {
        List<Integer> ranked = ranked(logits);
        double[] weights = ranked.stream().mapToDouble(id -> Math.exp(logits[id])).toArray();
        int stay = Math.min(k, weights.length);
        while (form != Form.TIES_CUT && stay < weights.length
                && weights[stay] == weights[stay - 1]) {
            stay++;
        }
        double whole = sum(weights, stay);
        double wanted = p * (form == Form.BEFORE_TOP_K ? sum(weights, weights.length) : whole);
        int kept = 1;
        while (kept < stay && (p == 1 || sum(weights, kept) < wanted)) {
            kept++;
        }
        if (form == Form.WITHOUT_THE_CROSSING && p < 1) {
            kept = Math.max(1, kept - 1);
        }
        double divisor = form == Form.NOT_NORMALISED ? whole : sum(weights, kept);
        double[] probabilities = new double[logits.length];
        for (int rank = 0; rank < kept; rank++) {
            probabilities[form == Form.RANKED ? rank : ranked.get(rank)] = weights[rank] / divisor;
        }
        return probabilities;
    }

    private static List<Integer> ranked(float... logits) {
        return IntStream.range(0, logits.length).boxed()
                .sorted(Comparator.<Integer>comparingDouble(id -> -logits[id])
                        .thenComparing(Comparator.naturalOrder())).toList();
    }

    private static double sum(double[] weights, int count) {
        return Arrays.stream(weights, 0, count).sum();
    }

    /// A `p` near this one at which rounding does not decide.
    private static double apart(float[] logits, int k, double p) {
        double[] weights = ranked(logits).stream().mapToDouble(id -> Math.exp(logits[id]))
                .toArray();
        double apart = p;
        for (int count = 1; count <= k; count++) {
            double reached = sum(weights, count) / sum(weights, k);
            apart = Math.abs(apart - reached) < 1e-5 ? reached - 2e-5 : apart;
        }
        return apart;
    }

    private static float[] logs(int... weights) {
        float[] logs = new float[weights.length];
        for (int id = 0; id < logs.length; id++) {
            logs[id] = (float) Math.log(weights[id]);
        }
        return logs;
    }
}
