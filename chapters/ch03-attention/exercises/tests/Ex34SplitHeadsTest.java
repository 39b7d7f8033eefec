import static llm.exercise.Expect.expect;
import static llm.exercise.Expect.expectRefusal;

import java.util.random.RandomGenerator;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 3.4: the heads of a row, split and merged")
class Ex34SplitHeadsTest {
    private static final float[][] ROWS = {{0, 1, 2, 3}, {10, 11, 12, 13}, {20, 21, 22, 23}};
    private static final float[][][] HEADS =
            {{{0, 1}, {10, 11}, {20, 21}}, {{2, 3}, {12, 13}, {22, 23}}};

    @Test
    @DisplayName("three tokens with two heads are split as in the text")
    void splitsTheWorkedExample() {
        split("the heads of three tokens", ROWS, 2).toBe(HEADS);
    }

    @Test
    @DisplayName("and merged as they were")
    void mergesTheWorkedExample() {
        merge("the merged heads of three tokens", HEADS).toBe(ROWS);
    }

    @Test
    @DisplayName("one head has all of the row, and as many heads as numbers have one each")
    void splitsIntoOneAndIntoAll() {
        split("a single head", ROWS, 1).toBe(new float[][][] {ROWS});
        split("heads of one number", ROWS, 4).toBe(new float[][][] {{{0}, {10}, {20}},
                {{1}, {11}, {21}}, {{2}, {12}, {22}}, {{3}, {13}, {23}}});
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any sizes are split and merged")
    void splitsAndMergesAnySizes(RandomGenerator random) {
        int heads = random.nextInt(3, 6);
        int headDim = random.nextInt(2, 5);
        int tokens = heads + random.nextInt(1, 5);
        float[][][] x = new float[heads][tokens][headDim];
        float[][] rows = new float[tokens][heads * headDim];
        for (int token = 0; token < tokens; token++) {
            for (int column = 0; column < heads * headDim; column++) {
                rows[token][column] = random.nextFloat();
                x[column / headDim][token][column % headDim] = rows[token][column];
            }
        }
        split("heads of other sizes", rows, heads).toBe(x);
        merge("merged heads of other sizes", x).toBe(rows);
    }

    @Test
    @DisplayName("refuses heads that a row cannot be shared by")
    void refusesUnequalShares() {
        expectRefusal("a row of 4 numbers for 3 heads", () -> Ex34SplitHeads.split(ROWS, 3));
        expectRefusal("a split into 0 heads", () -> Ex34SplitHeads.split(ROWS, 0));
        expectRefusal("a split into -2 heads", () -> Ex34SplitHeads.split(ROWS, -2));
    }

    private static Expect split(String what, float[][] x, int heads) {
        int tokens = x.length;
        int headDim = x[0].length / heads;
        float[][][] reshaped = new float[heads][tokens][headDim];
        float[][][] unturned = new float[tokens][heads][headDim];
        float[][][] interleaved = new float[heads][tokens][headDim];
        int place = 0;
        for (int token = 0; token < tokens; token++) {
            for (int column = 0; column < x[token].length; column++) {
                float value = x[token][column];
                reshaped[place / headDim / tokens][place / headDim % tokens][place % headDim] =
                        value;
                unturned[token][column / headDim][column % headDim] = value;
                interleaved[column % heads][token][column / heads] = value;
                place++;
            }
        }
        return expect(what, Ex34SplitHeads.split(x, heads))
                .mistake("split-without-transpose", "the heads of a token lie together, but a head "
                        + "needs its tokens together: (heads, tokens, headDim)", unturned)
                .mistake("split-only-reshapes", "the numbers are read row by row into the new "
                        + "shape, so a head gets whole tokens instead of its share of each",
                        reshaped)
                .mistake("split-interleaves-heads", "the heads take turns, number by number, but "
                        + "the numbers of a head lie side by side", interleaved);
    }

    private static Expect merge(String what, float[][][] x) {
        int tokens = x[0].length;
        int headDim = x[0][0].length;
        float[][] reshaped = new float[tokens][x.length * headDim];
        float[][] stacked = new float[x.length * tokens][];
        float[][] interleaved = new float[tokens][x.length * headDim];
        for (int head = 0; head < x.length; head++) {
            for (int token = 0; token < tokens; token++) {
                stacked[head * tokens + token] = x[head][token];
                for (int i = 0; i < headDim; i++) {
                    int place = (head * tokens + token) * headDim + i;
                    reshaped[place / (x.length * headDim)][place % (x.length * headDim)] =
                            x[head][token][i];
                    interleaved[token][i * x.length + head] = x[head][token][i];
                }
            }
        }
        return expect(what, Ex34SplitHeads.merge(x))
                .mistake("split-merge-only-reshapes", "the heads are read one after the other into "
                        + "the rows, so a token gets numbers of other tokens", reshaped)
                .mistake("split-merge-stacks-heads", "the heads are laid one below the other, but "
                        + "those of a token belong side by side in its row", stacked)
                .mistake("split-interleaves-heads", "the heads take turns, number by number, but "
                        + "the numbers of a head lie side by side", interleaved);
    }
}
