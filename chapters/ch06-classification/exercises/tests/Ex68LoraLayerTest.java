import static llm.exercise.Expect.expect;
import static llm.exercise.Expect.expectRefusal;

import java.util.SplittableRandom;
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
@DisplayName("Exercise 6.8: a LoRA layer")
class Ex68LoraLayerTest {
    private static final double TOLERANCE = 1e-4;

    /// A weight and what was learned beside it.
    private record Numbers(float[][] weight, float[][] a, float[][] b, double alpha) {
        Ex68LoraLayer layer() {
            var layer = new Ex68LoraLayer(copy(weight), a.length, alpha, new SplittableRandom(1));
            layer.load(a, b);
            return layer;
        }

        double scale() {
            return alpha / a.length;
        }

        /// What the change counts if rank and alpha are mixed up.
        double turned() {
            return a.length / alpha;
        }

        /// `W · base + B A · times`
        double[][] sum(double base, double times) {
            double[][] sum = new double[weight.length][weight[0].length];
            for (int o = 0; o < sum.length; o++) {
                for (int i = 0; i < sum[o].length; i++) {
                    int row = o;
                    int column = i;
                    sum[o][i] = base * weight[o][i] + times * IntStream.range(0, a.length)
                            .mapToDouble(r -> (double) b[row][r] * a[r][column]).sum();
                }
            }
            return sum;
        }
    }

    private static final Numbers EXAMPLE = new Numbers(new float[][] {{1, 0}, {0, 1}},
            new float[][] {{1, 1}}, new float[][] {{3}, {0}}, 2);
    private static final Numbers OF_RANK_TWO = new Numbers(new float[][] {{1, 2, 3}, {0, -1, 1}},
            new float[][] {{1, 0, 2}, {0, 1, -1}}, new float[][] {{1, 1}, {-1, 2}}, 1);

    @Test
    @DisplayName("gives the result of the example, and that of a change of rank 2")
    void forwardOfTheWorkedExample() {
        forward("the result of the example", EXAMPLE, new float[][] {{1, 2}});
        forward("the results of a layer of rank 2 and alpha 1", OF_RANK_TWO,
                new float[][] {{1, 2, -1}, {0, 1, 0}});
    }

    @Test
    @DisplayName("begins without a change, and able to learn")
    void beginsAtTheBase() {
        requireStart(numbers(new SplittableRandom(2), 8, 40, 12), new SplittableRandom(3));
    }

    @Test
    @DisplayName("merges into one matrix, as often as one likes, and leaves W as it is")
    void merges() {
        merged("the merged matrix of the example", EXAMPLE);
        merged("the merged matrix of a layer of rank 2 and alpha 1", OF_RANK_TWO);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("does the same merged and not, for any sizes")
    void doesTheSame(RandomGenerator random) {
        int in = random.nextInt(5, 9);
        Numbers numbers = numbers(random, random.nextInt(3, 7), in, random.nextInt(2, 4));
        forward("the results of a layer", numbers, uniform(random, 4, in));
        merged("the merged matrix of a layer", numbers);
        requireStart(numbers(random, 5, 60, random.nextInt(8, 12)), random);
    }

    @Test
    @DisplayName("refuses a rank below 1")
    void refusesNoRank() {
        expectRefusal("a rank of 0", () ->
                new Ex68LoraLayer(new float[][] {{1}}, 0, 1, new SplittableRandom(1)));
    }

    private static void forward(String what, Numbers numbers, float[][] x) {
        named(expect(what, numbers.layer().forward(x)),
                times(x, numbers.sum(1, numbers.alpha)), times(x, numbers.sum(1, numbers.turned())))
                .mistake("lora-forgets-the-base", "the change alone comes out; W x belongs to it",
                        times(x, numbers.sum(0, numbers.scale())))
                .toBe(times(x, numbers.sum(1, numbers.scale())), TOLERANCE);
    }

    private static void merged(String what, Numbers numbers) {
        float[][] weight = copy(numbers.weight);
        var layer = new Ex68LoraLayer(weight, numbers.a.length, numbers.alpha,
                new SplittableRandom(1));
        layer.load(numbers.a, numbers.b);
        double[][] right = numbers.sum(1, numbers.scale());
        named(expect(what, layer.merged()), numbers.sum(1, numbers.alpha),
                numbers.sum(1, numbers.turned()))
                .toBe(right, TOLERANCE);
        expect(what + ", asked for again", layer.merged())
                .mistake("lora-merges-twice", "a second merge adds the change again: it is added "
                        + "to W itself, which must stay as it is",
                        numbers.sum(1, 2 * numbers.scale()))
                .toBe(right, TOLERANCE);
        expect("W, behind " + what, weight)
                .mistake("lora-merges-twice", "the change is added to W itself, which must stay as "
                        + "it is", numbers.sum(1, numbers.scale()))
                .toBe(numbers.weight);
        float[][] x = uniform(new SplittableRandom(5), 2, weight[0].length);
        expect("the results of the layer behind " + what, layer.forward(x))
                .toBe(times(x, right), TOLERANCE);
    }

    /// @param unscaled what comes out if the change counts `alpha` times
    /// @param turned   what comes out if it counts `rank / alpha` times
    private static Expect named(Expect expect, double[][] unscaled, double[][] turned) {
        return expect
                .mistake("lora-without-rank", "the change counts alpha times; it is to count "
                        + "alpha / rank times", unscaled)
                .mistake("lora-turns-the-scale", "the change counts rank / alpha times; it is to "
                        + "count alpha / rank times", turned);
    }

    /// A new layer does what W does. A alone is not 0: its numbers are uniform.
    private static void requireStart(Numbers numbers, RandomGenerator random) {
        int rank = numbers.a.length;
        int in = numbers.weight[0].length;
        var layer = new Ex68LoraLayer(copy(numbers.weight), rank, numbers.alpha, random);
        float[] b = flat(layer.b());
        expect("B of a new layer", b)
                .mistakeIf(IntStream.range(0, b.length).noneMatch(i -> b[i] == 0),
                        "lora-b-begins-at-random", "B begins with random numbers, so a new layer "
                                + "does not do what W does; B begins with zeros")
                .toBe(new float[numbers.weight.length * rank]);
        float[] a = flat(layer.a());
        double squares = IntStream.range(0, a.length).mapToDouble(i -> a[i] * a[i]).sum();
        double largest = IntStream.range(0, a.length).mapToDouble(i -> Math.abs(a[i])).max()
                .orElse(0);
        expect("how many numbers A of a new layer has", a.length).toBe(rank * in);
        expect("the mean square of A's numbers, times `in`", squares / a.length * in)
                .mistake("lora-a-begins-at-zero", "A begins with zeros like B, and then neither "
                        + "ever gets a gradient", 0.0)
                .toBe(1 / 3.0, 0.1);
        expect("whether all numbers of A lie within 1/√in", largest * Math.sqrt(in) <= 1.001)
                .toBe(true);
        float[][] x = uniform(new SplittableRandom(4), 3, in);
        expect("the results of a new layer", layer.forward(x))
                .toBe(times(x, numbers.sum(1, 0)), TOLERANCE);
    }

    private static Numbers numbers(RandomGenerator random, int out, int in, int rank) {
        return new Numbers(uniform(random, out, in), uniform(random, rank, in),
                uniform(random, out, rank), random.nextInt(2, 5) * rank + 1);
    }

    /// `x Wᵀ`
    private static double[][] times(float[][] x, double[][] w) {
        return Stream.of(x).map(row -> Stream.of(w).mapToDouble(ofOne ->
                IntStream.range(0, row.length).mapToDouble(i -> row[i] * ofOne[i]).sum())
                .toArray()).toArray(double[][]::new);
    }

    private static float[][] uniform(RandomGenerator random, int rows, int columns) {
        float[][] values = new float[rows][columns];
        for (float[] row : values) {
            for (int i = 0; i < columns; i++) {
                row[i] = random.nextFloat(-1, 1);
            }
        }
        return values;
    }

    private static float[] flat(float[][] values) {
        float[] flat = new float[values.length * values[0].length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = values[i / values[0].length][i % values[0].length];
        }
        return flat;
    }

    private static float[][] copy(float[][] values) {
        return Stream.of(values).map(float[]::clone).toArray(float[][]::new);
    }
}
