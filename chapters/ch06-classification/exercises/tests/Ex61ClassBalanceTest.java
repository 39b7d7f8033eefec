import static llm.exercise.Expect.expect;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 6.1: class balancing")
class Ex61ClassBalanceTest {
    private static final int DRAWS = 150;

    @Test
    @DisplayName("keeps two of each class in the example of the text")
    void keepsTheWorkedExample() {
        int[] labels = {0, 0, 1, 0, 1, 0, 0};
        int[] kept = Ex61ClassBalance.balanced(labels, new SplittableRandom(1));
        requireBalanced("of the labels in the text", labels, kept);
        expect("which examples of class 1 are kept",
                Arrays.stream(kept).filter(i -> labels[i] == 1).toArray())
                .toBe(new int[] {2, 4});
    }

    @Test
    @DisplayName("takes for a class what occurs, whatever its number")
    void takesAnyNumbers() {
        int[] labels = {7, 3, 7, 7, 3};
        requireBalanced("of labels 3 and 7", labels,
                Ex61ClassBalance.balanced(labels, new SplittableRandom(2)));
        expect("what is kept of no labels",
                Ex61ClassBalance.balanced(new int[0], new SplittableRandom(1)))
                .toBe(new int[0]);
    }

    @Test
    @DisplayName("gives each example of a class the same chance")
    void drawsFairly() {
        requireFair(new SplittableRandom(3));
    }

    @Test
    @DisplayName("keeps the same examples for the same seed")
    void followsTheGenerator() {
        int[] labels = labels(new SplittableRandom(4), 60);
        int[] once = Ex61ClassBalance.balanced(labels, new SplittableRandom(5));
        int[] again = Ex61ClassBalance.balanced(labels, new SplittableRandom(5));
        expect("what is kept with the same seed again", again)
                .mistakeIf(!Arrays.equals(once, again), "balance-ignores-the-generator",
                        "the chance does not come from the generator that is handed in, so its "
                                + "seed does not say what is kept")
                .toBe(once);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("balances many examples of three classes, in their order and without repetition")
    void balancesMany(RandomGenerator random) {
        int[] labels = labels(random, random.nextInt(90, 120));
        requireBalanced("of many labels", labels, Ex61ClassBalance.balanced(labels, random));
        requireFair(random);
    }

    /// Three classes with the numbers 2, 5 and 9, of which 9 is rare.
    private static int[] labels(RandomGenerator random, int count) {
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % 6 == 1 ? 9 : random.nextBoolean() ? 2 : 5;
        }
        return labels;
    }

    private static void requireBalanced(String which, int[] labels, int[] kept) {
        int[] classes = Arrays.stream(labels).distinct().sorted().toArray();
        int[] before = counts(classes, labels);
        int[] after = counts(classes, Arrays.stream(kept).map(i -> labels[i]).toArray());
        int rarest = Arrays.stream(before).min().orElseThrow();
        int commonest = Arrays.stream(before).max().orElseThrow();
        expect("how many " + which + " are kept in each class", after)
                .mistake("balance-repeats-the-rare", "the rare class is repeated until it is as "
                        + "large as the common one; the common one is to be made as small as the "
                        + "rare one", all(classes.length, commonest))
                .mistakeIf(kept.length == 0 && classes[0] > 0, "balance-counts-absent-classes",
                        "nothing is kept: a class number that does not occur is taken for a class "
                                + "without examples")
                .toBe(all(classes.length, rarest));
        int[] ordered = Arrays.stream(kept).distinct().sorted().toArray();
        expect("the positions kept " + which, kept)
                .mistakeIf(ordered.length < kept.length, "balance-with-replacement",
                        "an example is kept more than once: what has been drawn must not be drawn "
                                + "again")
                .mistakeIf(ordered.length == kept.length, "balance-loses-the-order", "the right "
                        + "numbers of examples are kept, but not in the order in which they stood")
                .toBe(ordered);
    }

    private static int[] counts(int[] classes, int[] labels) {
        return Arrays.stream(classes).map(each ->
                (int) Arrays.stream(labels).filter(label -> label == each).count()).toArray();
    }

    private static int[] all(int length, int value) {
        int[] values = new int[length];
        Arrays.fill(values, value);
        return values;
    }

    /// Two of six: a third of the draws keeps each. The tolerance is five standard deviations.
    private static void requireFair(RandomGenerator random) {
        int[] labels = {0, 0, 1, 0, 0, 1, 0, 0};
        int[] times = new int[labels.length];
        int[] first = Ex61ClassBalance.balanced(labels, random);
        boolean same = true;
        for (int draw = 0; draw < DRAWS; draw++) {
            int[] kept = Ex61ClassBalance.balanced(labels, random);
            same &= Arrays.equals(first, kept);
            for (int i : kept) {
                times[i]++;
            }
        }
        double third = 1 / 3.0;
        expect("the share of draws that keep each of eight examples",
                Arrays.stream(times).mapToDouble(each -> (double) each / DRAWS).toArray())
                .mistake("balance-takes-the-first", "it is always the first examples of a class "
                        + "that are kept; they must be drawn at random",
                        new double[] {1, 1, 1, 0, 0, 1, 0, 0})
                .mistakeIf(same, "balance-ignores-the-generator",
                        "the chance does not come from the generator that is handed in, so its "
                                + "seed does not say what is kept")
                .toBe(new double[] {third, third, 1, third, third, 1, third, third},
                        5 * Math.sqrt(third * (1 - third) / DRAWS));
    }
}
