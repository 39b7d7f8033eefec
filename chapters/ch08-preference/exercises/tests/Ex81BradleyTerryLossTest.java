import static llm.exercise.Expect.expect;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 8.1: the Bradley-Terry loss")
class Ex81BradleyTerryLossTest {
    @Test
    @DisplayName("the pairs in the text")
    void givesTheWorkedExample() {
        losses("the losses of three pairs", new double[] {2, 1, 5}, new double[] {1, 2, 5})
                .toBe(new double[] {0.313262, 1.313262, Math.log(2)}, 1e-5);
    }

    @Test
    @DisplayName("only the difference counts, not where the zero of the scores is")
    void onlyTheDifferenceCounts() {
        losses("the losses of pairs with negative scores", new double[] {-8, -12, 0.5},
                new double[] {-9, -9, 0}).toBe(new double[] {0.313262, 3.048587, 0.474077}, 1e-5);
    }

    @Test
    @DisplayName("is a number however far the scores are apart")
    void isStable() {
        losses("the losses of pairs far apart", new double[] {1000, 0, -1000, 1000},
                new double[] {0, 1000, 1000, -1000}).toBe(new double[] {0, 1000, 2000, 0}, 1e-4);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any scores")
    void anyScores(RandomGenerator random) {
        double[] chosen = scores(random);
        double[] rejected = scores(random);
        // The odds e^x are below e^25 here, so that the plain formula is good enough.
        losses("the losses of more pairs", chosen, rejected)
                .toBe(each(chosen, rejected, x -> Math.log((Math.exp(x) + 1) / Math.exp(x))), 1e-4);
    }

    private static double[] scores(RandomGenerator random) {
        return IntStream.range(0, 12).mapToDouble(i -> random.nextDouble(-5, 5)).toArray();
    }

    private static Expect losses(String what, double[] chosen, double[] rejected) {
        double[] actual = Ex81BradleyTerryLoss.losses(chosen, rejected);
        return expect(what, actual)
                .mistakeIf(IntStream.range(0, actual.length).anyMatch(i ->
                                !Double.isFinite(actual[i])
                                        && Math.abs(chosen[i] - rejected[i]) > 700),
                        "bradley-terry-overflows", "e to a large number is infinite, and the loss "
                        + "no number any more: simplify the logarithm before you compute it")
                .mistake("bradley-terry-swapped", "the difference is turned round: the loss is "
                        + "small where the rejected answer has the higher score",
                        each(rejected, chosen, x -> Math.max(0, -x)
                                + Math.log1p(Math.exp(-Math.abs(x)))))
                .mistake("bradley-terry-without-log", "this is how likely the preference is, not "
                        + "how surprising: the logarithm is missing",
                        each(chosen, rejected, Ex81BradleyTerryLossTest::probability))
                .mistake("bradley-terry-without-sigmoid", "this is the difference of the scores "
                        + "itself: without the sigmoid a pair that is told apart pulls on for ever",
                        each(chosen, rejected, x -> -x));
    }

    private static double[] each(double[] chosen, double[] rejected, DoubleUnaryOperator loss) {
        return IntStream.range(0, chosen.length)
                .mapToDouble(i -> loss.applyAsDouble(chosen[i] - rejected[i])).toArray();
    }

    private static double probability(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
