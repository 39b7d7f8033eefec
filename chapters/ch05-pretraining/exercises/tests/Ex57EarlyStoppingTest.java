import static llm.exercise.Expect.expect;
import static llm.exercise.Expect.expectRefusal;

import java.util.Arrays;
import java.util.Comparator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 5.7: early stopping")
class Ex57EarlyStoppingTest {
    private static final int EVERY = 10;

    /// The usual mistakes.
    private enum Mistake {
        LAST("stopping-compares-with-the-last", "a loss below that of the evaluation before sets "
                + "the count back, but only one below the best may"),
        NEVER_BACK("stopping-never-sets-back", "all evaluations without progress are counted: a "
                + "better one sets the count back to 0"),
        LATE("stopping-one-late", "the training ends one evaluation late"),
        EQUAL("stopping-takes-equal-for-better", "a loss that equals the best one is taken for "
                + "better"),
        NAN("stopping-keeps-nan", "NaN is taken for better, because no comparison with it is "
                + "true: ask whether the loss is below the best");

        private final String key;
        private final String words;

        Mistake(String key, String words) {
            this.key = key;
            this.words = words;
        }

        /// What it makes of some losses.
        double[] outcome(int patience, double[] losses) {
            double best = Double.POSITIVE_INFINITY;
            double last = best;
            int bestAt = 0;
            int waited = 0;
            int end = 0;
            for (int i = 1; i <= losses.length && end == 0; i++) {
                double loss = losses[i - 1];
                boolean better = this == EQUAL ? loss <= best
                        : this == NAN ? !(loss >= best) : loss < best;
                best = better ? loss : best;
                bestAt = better ? i : bestAt;
                boolean back = this == LAST ? loss < last : this != NEVER_BACK && better;
                waited = back ? 0 : better ? waited : waited + 1;
                end = waited >= patience + (this == LATE ? 1 : 0) ? i : 0;
                last = loss;
            }
            return row(end, bestAt, best);
        }
    }

    @Test
    @DisplayName("losses of 5, 4, 4.5, 3, 3.2 and 3 end at step 60, and step 40 is the best")
    void givesTheWorkedExample() {
        stopping("where the example ends, its best step and loss", 2, 5, 4, 4.5, 3, 3.2, 3, 1, 0)
                .toBe(new double[] {60, 40, 3});
    }

    @Test
    @DisplayName("a loss that swings below the last, but not below the best, does not help")
    void looksAtTheBest() {
        stopping("where swinging losses end, their best step and loss", 3, 2, 4, 3, 4, 3, 4, 1)
                .toBe(new double[] {40, 10, 2});
        stopping("where equal losses end, their best step and loss", 2, 7, 7, 7, 7, 7, 7)
                .toBe(new double[] {30, 10, 7});
    }

    @Test
    @DisplayName("as long as the losses fall now and then, nothing ends")
    void goesOnWhileItGetsBetter() {
        stopping("that falling losses do not end, their best step and loss", 2,
                9, 9.5, 8, 8.5, 7, 7.5, 6, 6.5, 5)
                .toBe(new double[] {0, 90, 5});
    }

    @Test
    @DisplayName("NaN is never better")
    void passesOverNaN() {
        stopping("where a training ends that has gone wrong, its best step and loss", 2,
                4, Double.NaN, Double.NaN, Double.NaN, Double.NaN)
                .toBe(new double[] {30, 10, 4});
        stopping("where a training ends that began wrong, its best step and loss", 3,
                Double.NaN, Double.NaN, Double.NaN, Double.NaN)
                .toBe(new double[] {30, -1, Double.POSITIVE_INFINITY});
        stopping("that a training goes on after NaN, its best step and loss", 2,
                Double.NaN, 5, Double.NaN, 4)
                .toBe(new double[] {0, 40, 4});
    }

    @Test
    @DisplayName("refuses a patience below 1, and knows no best step before the first evaluation")
    void beginsWithNothing() {
        expectRefusal("a patience of 0", () -> new Ex57EarlyStopping(0));
        expect("the best step before any evaluation", new Ex57EarlyStopping(1).bestStep()).toBe(-1);
        expect("the best loss before any evaluation", new Ex57EarlyStopping(1).bestLoss())
                .toBe(Double.POSITIVE_INFINITY);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any losses end where patience does, and never before")
    void endsAnyTraining(RandomGenerator random) {
        for (int patience = 1; patience < 6; patience++) {
            double[] losses = random.ints(60, 0, 30).mapToDouble(i -> 1 + i / 10.0).toArray();
            stopping("where a training ends, its best step and loss", patience, losses)
                    .toBe(expected(patience, losses));
        }
    }

    /// Where an answer ends (0 for never), its best step, and its best loss.
    private static Expect stopping(String what, int patience, double... losses) {
        var answer = new Ex57EarlyStopping(patience);
        int end = IntStream.rangeClosed(1, losses.length)
                .filter(i -> answer.evaluated(EVERY * i, losses[i - 1])).findFirst().orElse(0);
        double[] outcome = {EVERY * end, answer.bestStep(), answer.bestLoss()};
        Expect expect = expect(what, outcome);
        for (Mistake each : Mistake.values()) {
            double[] wrong = each.outcome(patience, losses);
            if (Stream.of(Mistake.values()).filter(other ->
                    Arrays.equals(other.outcome(patience, losses), wrong)).count() == 1) {
                expect.mistake(each.key, each.words, wrong);
            }
        }
        return expect;
    }

    /// Where a training ends whose best evaluation is too long ago, and that evaluation.
    private static double[] expected(int patience, double[] losses) {
        int end = 0;
        int best = 0;
        do {
            best = bestOf(losses, ++end);
        } while (end < losses.length && end - best < patience);
        return row(end - best < patience ? 0 : end, best, losses[best - 1]);
    }

    /// The first of the lowest of some losses, counted from 1.
    private static int bestOf(double[] losses, int count) {
        return 1 + IntStream.range(0, count).boxed()
                .min(Comparator.comparingDouble(i -> losses[i])).orElseThrow();
    }

    private static double[] row(int end, int best, double bestLoss) {
        return new double[] {EVERY * end, best == 0 ? -1 : EVERY * best, bestLoss};
    }
}
