import static llm.exercise.Expect.expect;
import static llm.exercise.Expect.expectRefusal;

import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;
import llm.attention.Heads;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import llm.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 3.5: key/value heads for groups of heads")
class Ex35GroupedHeadsTest {
    private static final double TOLERANCE = 1e-4;

    @Test
    @DisplayName("two key/value heads serve six heads as in the text")
    void repeatsTheWorkedExample() {
        repeat("the heads that six heads use", new float[][][] {{{1}}, {{2}}}, 6)
                .toBe(new float[][][] {{{1}}, {{1}}, {{1}}, {{2}}, {{2}}, {{2}}});
    }

    @Test
    @DisplayName("six gradients become two as in the text")
    void sumsTheWorkedExample() {
        repeatBackward("the gradient of two key/value heads",
                new float[][][] {{{1}}, {{2}}, {{3}}, {{10}}, {{20}}, {{30}}}, 2)
                .toBe(new float[][][] {{{6}}, {{60}}}, TOLERANCE);
    }

    @Test
    @DisplayName("heads of their own stay as they are, and one head can serve all")
    void coversBothEnds() {
        float[][][] x = {{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}};
        repeat("heads of their own", x, 2).toBe(x);
        repeatBackward("the gradient of heads of their own", x, 2).toBe(x, TOLERANCE);
        repeat("one head for three", new float[][][] {x[0]}, 3)
                .toBe(new float[][][] {x[0], x[0], x[0]});
        repeatBackward("the gradient of one head for two", x, 1)
                .toBe(new float[][][] {{{6, 8}, {10, 12}}}, TOLERANCE);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any groups get their heads and give back their gradients")
    void repeatsAnyGroups(RandomGenerator random) {
        int kvHeads = random.nextInt(2, 5);
        int heads = kvHeads * random.nextInt(2, 5);
        int tokens = random.nextInt(2, 6);
        int headDim = random.nextInt(2, 5);
        float[][][] x = numbers(random, kvHeads, tokens, headDim);
        float[][][] g = numbers(random, heads, tokens, headDim);
        Tensor kv = tensor(x).requireGrad(true);
        Tensor repeated = Heads.repeatKv(kv, heads / kvHeads);
        repeat("heads of other groups", x, heads).toBe(repeated.reshape(heads, tokens, headDim));
        repeated.backward(tensor(g));
        repeatBackward("the gradient of other groups", g, kvHeads)
                .toBe(kv.grad().reshape(kvHeads, tokens, headDim), TOLERANCE);
    }

    @Test
    @DisplayName("refuses heads that no equal groups can be made of")
    void refusesUnequalGroups() {
        float[][][] x = new float[3][2][2];
        expectRefusal("3 key/value heads for 4 heads", () -> Ex35GroupedHeads.repeat(x, 4));
        expectRefusal("3 key/value heads for 2 heads", () -> Ex35GroupedHeads.repeat(x, 2));
        expectRefusal("a gradient of 3 heads for 2 key/value heads",
                () -> Ex35GroupedHeads.repeatBackward(x, 2));
    }

    private static Expect repeat(String what, float[][][] x, int heads) {
        float[][][] tiled = new float[heads][][];
        for (int head = 0; head < heads; head++) {
            tiled[head] = x[head % x.length];
        }
        return expect(what, Ex35GroupedHeads.repeat(x, heads))
                .mistake("grouped-heads-take-turns", "the key/value heads take turns, but heads "
                        + "that are neighbours share one: 0, 0, 1, 1 instead of 0, 1, 0, 1", tiled);
    }

    private static Expect repeatBackward(String what, float[][][] g, int kvHeads) {
        int group = g.length / kvHeads;
        return expect(what, Ex35GroupedHeads.repeatBackward(g, kvHeads))
                .mistake("grouped-heads-take-turns", "the gradients of heads are added that do not "
                        + "share a key/value head: neighbours do", sums(g, kvHeads, 1,
                                head -> head % kvHeads))
                .mistake("grouped-gradient-is-a-mean", "the gradients of a group are averaged, but "
                        + "the effects of a copied number on the loss add up",
                        sums(g, kvHeads, 1f / group, head -> head / group))
                .mistake("grouped-gradient-of-the-last", "only the last head of a group counts, "
                        + "but the gradients of all heads that share must be added",
                        sums(g, kvHeads, 1, head -> head % group == group - 1 ? head / group : -1))
                .mistake("grouped-gradient-of-the-first", "only the first head of a group counts, "
                        + "but the gradients of all heads that share must be added",
                        sums(g, kvHeads, 1, head -> head % group == 0 ? head / group : -1));
    }

    /// @param to the head of the sum that a head is added to; below 0 for none
    private static float[][][] sums(float[][][] g, int kvHeads, float factor,
            IntUnaryOperator to) {
        float[][][] sums = new float[kvHeads][g[0].length][g[0][0].length];
        for (int head = 0; head < g.length; head++) {
            for (int token = 0; token < g[head].length && to.applyAsInt(head) >= 0; token++) {
                for (int i = 0; i < g[head][token].length; i++) {
                    sums[to.applyAsInt(head)][token][i] += factor * g[head][token][i];
                }
            }
        }
        return sums;
    }

    private static float[][][] numbers(RandomGenerator random, int heads, int tokens, int headDim) {
        float[][][] numbers = new float[heads][tokens][headDim];
        for (float[][] head : numbers) {
            for (float[] row : head) {
                for (int i = 0; i < headDim; i++) {
                    row[i] = (float) random.nextGaussian();
                }
            }
        }
        return numbers;
    }

    /// `(1, heads, tokens, headDim)`
    private static Tensor tensor(float[][][] x) {
        float[] values = new float[x.length * x[0].length * x[0][0].length];
        int place = 0;
        for (float[][] head : x) {
            for (float[] row : head) {
                System.arraycopy(row, 0, values, place, row.length);
                place += row.length;
            }
        }
        return Tensor.of(values, 1, x.length, x[0].length, x[0][0].length);
    }
}
