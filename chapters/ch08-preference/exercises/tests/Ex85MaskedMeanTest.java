import static llm.exercise.Expect.expect;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 8.5: the masked mean")
class Ex85MaskedMeanTest {
    private static final double[][] VALUES = {{1, 3, 99}, {5, 6, 7}};
    private static final boolean[][] MASK = {{true, true, false}, {true, true, true}};

    @Test
    @DisplayName("the batch in the text, over all and by rows")
    void givesTheWorkedExample() {
        overAll("the mean over the batch in the text", VALUES, MASK).toBe(4.4, 1e-5);
        ofRows("the means of its rows", VALUES, MASK).toBe(new double[] {2, 6}, 1e-5);
    }

    @Test
    @DisplayName("where no place counts the mean is 0")
    void nothingCounts() {
        boolean[][] mask = {{false, false, false}, {true, false, true}};
        ofRows("the means of rows of which one has no place that counts", VALUES, mask)
                .toBe(new double[] {0, 6}, 1e-5);
        overAll("the mean where no place counts", VALUES, new boolean[2][3]).toBe(0.0, 1e-5);
    }

    @Test
    @DisplayName("what does not count does not matter, even if it is no number")
    void hidesWhatIsNoNumber() {
        double[][] values = {{1, 3, Double.NEGATIVE_INFINITY}, {5, Double.NaN, 7}};
        boolean[][] mask = {{true, true, false}, {true, false, true}};
        overAll("the mean beside places that are no numbers", values, mask).toBe(4.0, 1e-5);
        ofRows("the means of rows with such places", values, mask)
                .toBe(new double[] {2, 6}, 1e-5);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any batch and any mask")
    void anyBatch(RandomGenerator random) {
        int rows = random.nextInt(3, 6);
        int tokens = random.nextInt(7, 10);
        double[][] values = IntStream.range(0, rows).mapToObj(row -> random
                .doubles(tokens, -5, 5).toArray()).toArray(double[][]::new);
        boolean[][] mask = new boolean[rows][tokens];
        for (int row = 0; row < rows; row++) {
            Arrays.fill(mask[row], row, row + 2 + random.nextInt(tokens - rows - 1), true);
        }
        overAll("the mean over a larger batch", values, mask)
                .toBe(all(values, mask).average().orElseThrow(), 1e-5);
        ofRows("the means of the rows of a larger batch", values, mask)
                .toBe(rows(values, mask).map(DoubleStream::average)
                        .mapToDouble(mean -> mean.orElse(0)).toArray(), 1e-5);
    }

    private static Expect overAll(String what, double[][] values, boolean[][] mask) {
        double actual = Ex85MaskedMean.overAll(values, mask);
        return numbers(expect(what, actual), !Double.isFinite(actual), values)
                .mistake("masked-mean-over-all-places", OVER_ALL_PLACES,
                        all(values, mask).sum() / (mask.length * mask[0].length))
                .mistake("masked-mean-ignores-the-mask", IGNORES,
                        Arrays.stream(values).flatMapToDouble(Arrays::stream).average()
                                .orElseThrow())
                .mistake("masked-mean-of-means", "this is the mean of the rows' means, in which a "
                        + "token of a short row counts for more: divide by the count of all places",
                        rows(values, mask).mapToDouble(row -> row.average().orElse(0)).average()
                                .orElseThrow());
    }

    private static Expect ofRows(String what, double[][] values, boolean[][] mask) {
        double[] actual = Ex85MaskedMean.ofRows(values, mask);
        return numbers(expect(what, actual),
                Arrays.stream(actual).anyMatch(mean -> !Double.isFinite(mean)), values)
                .mistake("masked-mean-over-all-places", OVER_ALL_PLACES, rows(values, mask)
                        .mapToDouble(row -> row.sum() / mask[0].length).toArray())
                .mistake("masked-mean-ignores-the-mask", IGNORES, Arrays.stream(values)
                        .mapToDouble(row -> Arrays.stream(row).average().orElseThrow()).toArray())
                .mistake("masked-mean-of-columns", "these are the means of the columns: each row "
                        + "is an answer", IntStream.range(0, mask[0].length)
                        .mapToDouble(t -> IntStream.range(0, mask.length)
                                .filter(row -> mask[row][t]).mapToDouble(row -> values[row][t])
                                .average().orElse(0)).toArray());
    }

    /// Where all values are numbers, only a division of 0 by 0 gives another.
    private static Expect numbers(Expect expect, boolean strange, double[][] values) {
        boolean plain = Arrays.stream(values).flatMapToDouble(Arrays::stream)
                .allMatch(Double::isFinite);
        return expect
                .mistakeIf(strange && plain, "masked-mean-of-nothing", "where no place counts, 0 "
                        + "is divided by 0: the mean must be 0 there")
                .mistakeIf(strange && !plain, "masked-mean-lets-through", "a place that does not "
                        + "count spoils the mean: 0 times NaN is NaN, so leave it out instead");
    }

    private static DoubleStream all(double[][] values, boolean[][] mask) {
        return rows(values, mask).flatMapToDouble(row -> row);
    }

    /// What counts in each row.
    private static Stream<DoubleStream> rows(double[][] values,
            boolean[][] mask) {
        return IntStream.range(0, values.length).mapToObj(row -> IntStream
                .range(0, values[row].length).filter(t -> mask[row][t])
                .mapToDouble(t -> values[row][t]));
    }

    private static final String OVER_ALL_PLACES = "the sum is divided by the number of all "
            + "places: divide by how many of them count";
    private static final String IGNORES = "the mask is not used: padding counts like an answer";
}
