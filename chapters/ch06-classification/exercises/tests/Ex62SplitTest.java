import static llm.exercise.Expect.expect;
import static llm.exercise.Expect.expectRefusal;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 6.2: three parts without loss or overlap")
class Ex62SplitTest {
    private static final int DRAWS = 150;

    @Test
    @DisplayName("25 examples become 17, 2 and 6")
    void splitsTheWorkedExample() {
        requireParts("25 examples", 25, Ex62Split.split(25, new SplittableRandom(1)));
    }

    @Test
    @DisplayName("70 % of 90 are 63, and of 19 examples 5 are for the test")
    void roundsDown() {
        requireParts("90 examples", 90, Ex62Split.split(90, new SplittableRandom(2)));
        requireParts("19 examples", 19, Ex62Split.split(19, new SplittableRandom(3)));
        requireParts("10 examples", 10, Ex62Split.split(10, new SplittableRandom(4)));
    }

    @Test
    @DisplayName("the same seed gives the same parts, another one others")
    void followsTheGenerator() {
        int[][] once = sorted(Ex62Split.split(60, new SplittableRandom(5)));
        int[][] again = sorted(Ex62Split.split(60, new SplittableRandom(5)));
        int[][] other = sorted(Ex62Split.split(60, new SplittableRandom(6)));
        boolean same = Arrays.deepEquals(once, again);
        boolean inOrder = Arrays.equals(once[0], IntStream.range(0, once[0].length).toArray());
        expect("whether the same seed gives the same parts, and another seed the same",
                new boolean[] {same, Arrays.deepEquals(once, other)})
                .mistakeIf(inOrder, "split-keeps-the-order", "the parts are cut from the examples "
                        + "as they stand; a file that is sorted needs a shuffle first")
                .mistakeIf(!inOrder && (!same || Arrays.deepEquals(once, other)),
                        "split-ignores-the-generator", "the chance does not come from the generator"
                                + " that is handed in, so its seed does not say what the parts are")
                .toBe(new boolean[] {true, false});
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("loses nothing, overlaps nowhere, and gives each example the same chance")
    void splitsMany(RandomGenerator random) {
        int examples = 10 * random.nextInt(12, 20) + random.nextInt(1, 10);
        requireParts("many examples", examples, Ex62Split.split(examples, random));
        int[] times = new int[10];
        for (int draw = 0; draw < DRAWS; draw++) {
            for (int position : Ex62Split.split(10, random)[2]) {
                times[position]++;
            }
        }
        double[] fair = new double[10];
        Arrays.fill(fair, 0.2);
        expect("the share of draws in which each of ten examples is in the test",
                Arrays.stream(times).mapToDouble(each -> (double) each / DRAWS).toArray())
                .toBe(fair, 5 * Math.sqrt(0.2 * 0.8 / DRAWS));
    }

    @Test
    @DisplayName("refuses fewer than ten examples")
    void refusesTooFew() {
        expectRefusal("a split of 9 examples", () ->
                Ex62Split.split(9, new SplittableRandom(1)));
        expectRefusal("a split of 0 examples", () ->
                Ex62Split.split(0, new SplittableRandom(1)));
    }

    private static void requireParts(String what, int examples, int[][] parts) {
        int[] sizes = Stream.of(parts).mapToInt(part -> part.length).toArray();
        int train = 7 * examples / 10;
        int validation = examples / 10;
        int rounded = (int) Math.round(0.7 * examples);
        int roundedNext = (int) Math.round(0.1 * examples);
        int cut = (int) (0.7 * examples);
        expect("the sizes of the parts of " + what, sizes)
                .mistake("split-loses-the-rest", "examples get lost: each part is rounded down for "
                        + "itself; the test must take all that the others leave",
                        new int[] {train, validation, examples / 5})
                .mistake("split-rounds-to-nearest", "the training and the validation are rounded "
                        + "to the nearest number; they are to be rounded down",
                        new int[] {rounded, roundedNext, examples - rounded - roundedNext})
                .mistake("split-in-floating-point", "a share such as 0.7 is not exact in binary, "
                        + "so that cutting off the product loses one; compute in whole numbers",
                        new int[] {cut, (int) (0.1 * examples),
                            examples - cut - (int) (0.1 * examples)})
                .toBe(new int[] {train, validation, examples - train - validation});
        int[] all = Stream.of(parts).flatMapToInt(Arrays::stream).sorted().toArray();
        expect("all positions of the three parts of " + what + " together, sorted", all)
                .mistakeIf(Arrays.stream(all).distinct().count() < all.length,
                        "split-overlaps", "an example is in more than one part, or "
                                + "twice in one: each must be drawn from what the others have left")
                .toBe(IntStream.range(0, examples).toArray());
    }

    private static int[][] sorted(int[][] parts) {
        return Stream.of(parts).map(part -> Arrays.stream(part).sorted().toArray())
                .toArray(int[][]::new);
    }
}
