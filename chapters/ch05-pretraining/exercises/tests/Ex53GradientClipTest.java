import static llm.exercise.Expect.expect;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 5.3: clipping gradients by their global norm")
class Ex53GradientClipTest {
    private static final double TOLERANCE = 1e-5;

    @Test
    @DisplayName("a norm of 3 is shortened to 1.5: half of each number remains")
    void givesTheWorkedExample() {
        clips("the example", new double[][] {{1, 2}, {2}}, 1.5, new double[][] {{0.5, 1}, {1}});
    }

    @Test
    @DisplayName("gradients that are short enough stay what they are")
    void leavesShortOnesAlone() {
        clips("the example with a maxNorm of 4", new double[][] {{1, 2}, {2}}, 4,
                new double[][] {{1, 2}, {2}});
        clips("gradients that are all 0", new double[2][3], 1, new double[2][3]);
    }

    @Test
    @DisplayName("an array of few numbers, or of none, is scaled with all the others")
    void scalesAllAlike() {
        clips("arrays of different length", new double[][] {{-6}, {}, {0, 3, -2}}, 0.7,
                new double[][] {{-0.6}, {}, {0, 0.3, -0.2}});
    }

    @Test
    @Hidden(inPlace = true)
    @Points(2)
    @DisplayName("any gradients keep their direction and come to the norm that is allowed")
    void keepsTheDirection(RandomGenerator random) {
        double[][] gradients = IntStream.range(0, random.nextInt(3, 6))
                .mapToObj(i -> random.doubles(random.nextInt(2, 20), -3, 3).toArray())
                .toArray(double[][]::new);
        double norm = norm(gradients);
        double share = random.nextDouble(0.1, 0.3);
        double[][] shorter = mapped(gradients, row -> share);
        clips("gradients that are too long", gradients, share * norm, shorter);
        clips("gradients that are short enough", gradients, (1 + share) * norm, gradients);
    }

    private static void clips(String what, double[][] gradients, double maxNorm,
            double[][] expected) {
        double norm = norm(gradients);
        double added = Arrays.stream(gradients).mapToDouble(Ex53GradientClipTest::norm).sum();
        double[][] clipped = mapped(gradients, row -> 1);
        expect("the norm of " + what, Ex53GradientClip.clip(clipped, maxNorm))
                .mistake("clip-adds-norms", "the norms of the arrays are added: add the squares of "
                        + "all numbers, and take the root of the whole", added)
                .mistake("clip-without-root", "this is the sum of the squares; the norm is its "
                        + "root", norm * norm)
                .mistake("clip-returns-norm-after", "this is the norm after clipping: the one "
                        + "before is wanted", Math.min(norm, maxNorm))
                .toBe(norm, TOLERANCE);
        expect("what becomes of " + what, clipped)
                .mistake("clip-changes-nothing", "the gradients are as long as before: write the "
                        + "products back into the arrays", gradients)
                .mistake("clip-each-array", "each array is clipped by its own norm, which turns "
                        + "the gradient: all numbers need the same factor",
                        mapped(gradients, row -> Math.min(1, maxNorm / norm(row))))
                .mistake("clip-by-value", "each number is limited by itself, which turns the "
                        + "gradient: all numbers need the same factor", limited(gradients, maxNorm))
                .mistake("clip-lengthens", "short gradients are made longer: the factor must not "
                        + "be above 1", mapped(gradients, row -> maxNorm / norm))
                .toBe(expected, TOLERANCE);
    }

    /// Each array times a factor, as a copy.
    private static double[][] mapped(double[][] gradients, ToDoubleFunction<double[]> factor) {
        return Arrays.stream(gradients)
                .map(row -> DoubleStream.of(row).map(g -> g * factor.applyAsDouble(row)).toArray())
                .toArray(double[][]::new);
    }

    private static double[][] limited(double[][] gradients, double most) {
        return Arrays.stream(gradients)
                .map(row -> DoubleStream.of(row).map(g -> Math.clamp(g, -most, most)).toArray())
                .toArray(double[][]::new);
    }

    private static double norm(double[]... rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).reduce(0, Math::hypot);
    }
}
