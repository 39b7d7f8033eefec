import static llm.exercise.Expect.expect;
import static llm.exercise.Expect.expectRefusal;

import java.util.Arrays;
import java.util.List;
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
@DisplayName("Exercise 5.4: gradient accumulation")
class Ex54GradientAccumulationTest {
    private static final double TOLERANCE = 1e-9;
    private static final Micro THREE = new Micro(2, new double[] {1, 0}, 3);
    private static final Micro ONE = new Micro(6, new double[] {5, 4}, 1);
    private static final Micro EMPTY =
            new Micro(Double.NaN, new double[] {Double.NaN, Double.NaN}, 0);

    /// A micro-batch: its means, and over how many targets they are.
    private record Micro(double loss, double[] gradient, int targets) {
        /// Loss and gradient in one row.
        double[] row() {
            double[] row = Arrays.copyOf(new double[] {loss}, 1 + gradient.length);
            System.arraycopy(gradient, 0, row, 1, gradient.length);
            return row;
        }
    }

    @Test
    @DisplayName("three targets and one have the loss and the gradient in the text")
    void givesTheWorkedExample() {
        var accumulated = new Ex54GradientAccumulation(2);
        add(accumulated, List.of(THREE, ONE));
        means("loss and gradient of the example", accumulated, List.of(THREE, ONE))
                .toBe(new double[] {3, 2, 1}, TOLERANCE);
        means("loss and gradient when asked again", accumulated, List.of(THREE, ONE))
                .toBe(new double[] {3, 2, 1}, TOLERANCE);
    }

    @Test
    @DisplayName("a micro-batch without targets adds nothing")
    void passesOverPadding() {
        var accumulated = new Ex54GradientAccumulation(2);
        add(accumulated, List.of(THREE, EMPTY, ONE));
        means("loss and gradient with nothing but padding between", accumulated,
                List.of(THREE, EMPTY, ONE))
                .toBe(new double[] {3, 2, 1}, TOLERANCE);
    }

    @Test
    @DisplayName("after zero, a new step begins")
    void beginsAnew() {
        var accumulated = new Ex54GradientAccumulation(2);
        add(accumulated, List.of(THREE));
        accumulated.zero();
        add(accumulated, List.of(ONE));
        expect("loss and gradient of the second step", row(accumulated))
                .mistake("accumulation-keeps-the-count", "zero leaves the number of targets, and "
                        + "the next step is divided by the targets of both",
                        new double[] {1.5, 1.25, 1})
                .mistake("accumulation-keeps-the-gradient", "zero leaves the gradient of the step "
                        + "before", new double[] {6, 8, 4})
                .toBe(new double[] {6, 5, 4}, TOLERANCE);
    }

    @Test
    @DisplayName("refuses fewer than 0 targets and gradients of another length")
    void refusesOthers() {
        var accumulated = new Ex54GradientAccumulation(2);
        expectRefusal("-1 targets", () -> accumulated.add(1, new double[2], -1));
        expectRefusal("a gradient of 3 numbers for 2 parameters",
                () -> accumulated.add(1, new double[3], 1));
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("however a batch is cut, the step is that of the whole")
    void isThatOfTheWhole(RandomGenerator random) {
        int parameters = random.nextInt(2, 6);
        double[][] targets = IntStream.range(0, random.nextInt(20, 40))     // of each its loss
                .mapToObj(i -> random.doubles(1 + parameters, -2, 2).toArray()) // and gradient
                .toArray(double[][]::new);
        int first = random.nextInt(1, 5);
        int second = first + random.nextInt(6, 12);
        List<Micro> cut = Stream.of(Arrays.copyOf(targets, first),
                        Arrays.copyOfRange(targets, first, second),
                        Arrays.copyOfRange(targets, second, targets.length))
                .map(Ex54GradientAccumulationTest::micro).toList();
        var accumulated = new Ex54GradientAccumulation(parameters);
        add(accumulated, cut);
        means("loss and gradient of a batch in three pieces", accumulated, cut)
                .toBe(micro(targets).row(), TOLERANCE);
    }

    private static void add(Ex54GradientAccumulation accumulated, List<Micro> batches) {
        batches.forEach(each -> accumulated.add(each.loss, each.gradient.clone(), each.targets));
    }

    /// What has been accumulated since the last `zero`, from these micro-batches.
    private static Expect means(String what, Ex54GradientAccumulation accumulated,
            List<Micro> batches) {
        double[] row = row(accumulated);
        double[] sums = new double[row.length];
        List<Micro> full = batches.stream().filter(each -> each.targets > 0).toList();
        full.forEach(each -> Arrays.setAll(sums, i -> sums[i] + each.row()[i]));
        return expect(what, row)
                .mistake("accumulation-mean-of-means", "a mean of the means counts the targets of "
                        + "small micro-batches for more: weigh each by its number of targets",
                        Arrays.stream(sums).map(sum -> sum / full.size()).toArray())
                .mistake("accumulation-adds-means", "the means are added up and not divided: weigh "
                        + "each by its share of all targets", sums)
                .mistakeIf(Arrays.stream(row).allMatch(Double::isNaN)
                                && full.size() < batches.size(),
                        "accumulation-weighs-nan",
                        "a micro-batch without targets has means that are NaN, and 0 · NaN is NaN: "
                        + "leave it out");
    }

    private static double[] row(Ex54GradientAccumulation accumulated) {
        return new Micro(accumulated.loss(), accumulated.gradient(), 0).row();
    }

    /// The means of some targets.
    private static Micro micro(double[][] targets) {
        double[] means = IntStream.range(0, targets[0].length)
                .mapToDouble(column -> Arrays.stream(targets).mapToDouble(each -> each[column])
                        .average().orElseThrow())
                .toArray();
        return new Micro(means[0], Arrays.copyOfRange(means, 1, means.length), targets.length);
    }
}
