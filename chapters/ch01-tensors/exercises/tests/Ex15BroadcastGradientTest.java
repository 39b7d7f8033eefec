import static llm.exercise.Expect.expect;
import static llm.exercise.Expect.expectRefusal;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import llm.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 1.5: the gradient of a broadcast")
class Ex15BroadcastGradientTest {
    private static final float[] SIX = {1, 2, 3, 4, 5, 6};

    @Test
    @DisplayName("six slopes give the sums in the text")
    void givesTheWorkedExample() {
        sum("sums of columns", SIX, shape(2, 3), shape(3)).toBe(new float[] {5, 7, 9}, 1e-5);
        sum("sums of columns, of rank 2", SIX, shape(2, 3), shape(1, 3))
                .toBe(new float[] {5, 7, 9}, 1e-5);
        sum("sums of rows", SIX, shape(2, 3), shape(2, 1)).toBe(new float[] {6, 15}, 1e-5);
        sum("the sum for a scalar", SIX, shape(2, 3), shape()).toBe(new float[] {21}, 1e-5);
        sum("the sum for a single number", SIX, shape(2, 3), shape(1))
                .toBe(new float[] {21}, 1e-5);
        sum("a broadcast to the same shape", SIX, shape(2, 3), shape(2, 3)).toBe(SIX, 1e-5);
    }

    @Test
    @DisplayName("shapes are aligned at their last axes")
    void alignsLastAxes() {
        sum("sums of the columns of a square", new float[] {1, 2, 3, 5}, shape(2, 2), shape(2))
                .toBe(new float[] {4, 7}, 1e-5);
    }

    @Test
    @DisplayName("an axis between two others is summed over as well")
    void sumsInnerAxes() {
        float[] g = new float[12];
        for (int i = 0; i < g.length; i++) {
            g[i] = i * i;
        }
        sum("sums over the middle axis", g, shape(2, 3, 2), shape(2, 1, 2))
                .toBe(new float[] {20, 35, 200, 251}, 1e-4);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("adds up all copies, for shapes of any rank")
    void addsUpAllCopies(RandomGenerator random) {
        for (int round = 0; round < 6; round++) {
            int[] from = new int[random.nextInt(2, 5)];
            Arrays.setAll(from, axis -> random.nextInt(2, 5));
            int[] to = Arrays.copyOfRange(from, random.nextInt(from.length), from.length);
            Arrays.setAll(to, axis -> random.nextBoolean() ? 1 : to[axis]);
            float[] g = new float[elements(from)];
            for (int i = 0; i < g.length; i++) {
                g[i] = (float) random.nextGaussian();
            }
            sum("sums of a larger array", g, from, to).toBe(nudged(g, from, to), 1e-4);
        }
    }

    @Test
    @DisplayName("refuses shapes between which there is no broadcast")
    void refusesOtherShapes() {
        expectRefusal("an extent of 2 for one of 3", () ->
                Ex15BroadcastGradient.sumTo(SIX, shape(2, 3), shape(2)));
        expectRefusal("an extent of 3 for one of 1", () ->
                Ex15BroadcastGradient.sumTo(SIX, shape(6, 1), shape(6, 3)));
        expectRefusal("more axes before the broadcast than behind it", () ->
                Ex15BroadcastGradient.sumTo(SIX, shape(6), shape(1, 6)));
    }

    private static Expect sum(String what, float[] g, int[] from, int[] to) {
        int count = elements(to);
        double[] mean = nudged(g, from, to);
        float[] lastCopies = new float[count];
        for (int k = 0; k < count; k++) {
            mean[k] *= (double) count / g.length;
            float[] copies = copies(k, from, to);
            for (int i = 0; i < g.length; i++) {
                lastCopies[k] = copies[i] == 1 ? g[i] : lastCopies[k];
            }
        }
        Expect expect = expect(what, Ex15BroadcastGradient.sumTo(g, from, to))
                .mistake("broadcast-gradient-averaged", "the slopes of the copies are averaged, "
                        + "but each copy sends back all of its slope: add them up", mean)
                .mistake("broadcast-gradient-of-one-copy", "only one copy of each number sends its "
                        + "slope back: add up those of all copies", lastCopies);
        int[] front = Arrays.copyOf(to, from.length);       // to, and axes of 1 behind it
        Arrays.fill(front, to.length, from.length, 1);
        return !fits(from, front) ? expect
                : expect.mistake("broadcast-aligned-at-the-front", "the shapes are aligned at "
                        + "their first axes, but broadcasting aligns the last ones",
                        nudged(g, from, front));
    }

    /// What is right: how fast `Σ g ⊙ broadcast(x)` grows with each number of `x`.
    private static double[] nudged(float[] g, int[] from, int[] to) {
        double[] slopes = new double[elements(to)];
        for (int k = 0; k < slopes.length; k++) {
            float[] copies = copies(k, from, to);
            for (int i = 0; i < g.length; i++) {
                slopes[k] += copies[i] * g[i];
            }
        }
        return slopes;
    }

    /// Ones where the copies of number `k` are.
    private static float[] copies(int k, int[] from, int[] to) {
        float[] one = new float[elements(to)];
        one[k] = 1;
        return Tensor.of(one, to).broadcastTo(from).toArray();
    }

    private static boolean fits(int[] from, int[] to) {
        for (int axis = 0; axis < from.length; axis++) {
            if (to[axis] != 1 && to[axis] != from[axis]) {
                return false;
            }
        }
        return true;
    }

    private static int elements(int[] shape) {
        return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    }

    private static int[] shape(int... extents) {
        return extents;
    }
}
