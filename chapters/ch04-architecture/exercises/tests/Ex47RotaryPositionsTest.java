import static llm.exercise.Expect.expect;
import static llm.exercise.Expect.expectRefusal;

import java.util.random.RandomGenerator;
import llm.attention.rotary.RotaryConfig;
import llm.attention.rotary.RotaryEmbedding;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import llm.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 4.7: rotary positions")
class Ex47RotaryPositionsTest {
    private static final double TOLERANCE = 1e-3;            // angles may be products in float32

    /// Rotation, and what is often made of it.
    private enum Form {
        RIGHT, INTERLEAVED, WITHOUT_FIRST, BACKWARDS, HALF_EXPONENT, OVERWRITTEN
    }

    @Test
    @DisplayName("one query gives the numbers in the text")
    void givesTheWorkedExample() {
        rotated("the worked example", new float[][] {{1, 2, 3, 4}}, 1, 100)
                .toBe(new double[][] {{-1.9841, 1.5907, 2.4624, 4.1797}}, TOLERANCE);
    }

    @Test
    @DisplayName("each token turns by its own position, and position 0 changes nothing")
    void turnsEachToken() {
        float[][] x = {{1, 0, 2, -1, 0.5f, 3}, {1, 0, 2, -1, 0.5f, 3}, {1, 0, 2, -1, 0.5f, 3}};
        rotated("three tokens from position 0 on", x, 0, 10_000)
                .toBe(form(Form.RIGHT, x, 0, 10_000), TOLERANCE);
    }

    @Test
    @DisplayName("positions go on from the first")
    void beginsAtTheFirst() {
        float[][] x = {{2, 1, -1, 0.5f}, {-3, 1, 0, 2}};
        rotated("two tokens from position 7 on", x, 7, 10_000)
                .toBe(form(Form.RIGHT, x, 7, 10_000), TOLERANCE);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("turns any queries as the library does")
    void turnsAnyQueries(RandomGenerator random) {
        int headDim = 2 * random.nextInt(3, 9);
        float[][] x = new float[random.nextInt(3, 7)][headDim];
        for (float[] row : x) {
            for (int i = 0; i < headDim; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        int first = random.nextInt(5, 100);
        double base = random.nextDouble(50, 20_000);
        Tensor heads = Tensor.of(x).reshape(1, x.length, 1, headDim);
        Tensor expected = new RotaryEmbedding(RotaryConfig.of(base), headDim)
                .forward(heads, first).reshape(x.length, headDim);
        rotated("random queries", x, first, base).toBe(expected, TOLERANCE);
    }

    @Test
    @DisplayName("refuses rows of odd length")
    void refusesOddRows() {
        expectRefusal("a query of 3 numbers",
                () -> Ex47RotaryPositions.rotate(new float[][] {{1, 2, 3}}, 0, 10_000));
    }

    private static Expect rotated(String what, float[][] x, int first, double base) {
        float[][] copy = new float[x.length][];
        for (int token = 0; token < x.length; token++) {
            copy[token] = x[token].clone();
        }
        return expect(what, Ex47RotaryPositions.rotate(copy, first, base))
                .mistake("rotary-interleaved", "neighbours (2i, 2i + 1) are paired, as in the "
                        + "paper, but here and in the library i and i + headDim/2 are a pair",
                        form(Form.INTERLEAVED, x, first, base))
                .mistake("rotary-without-first", "positions are counted from 0, but the first "
                        + "token stands at the given position",
                        form(Form.WITHOUT_FIRST, x, first, base))
                .mistake("rotary-backwards", "the pairs turn the other way: the minus belongs to "
                        + "the first number of a pair", form(Form.BACKWARDS, x, first, base))
                .mistake("rotary-half-exponent", "the frequencies fall too slowly: the exponent is "
                        + "−2i/headDim, not −i/headDim", form(Form.HALF_EXPONENT, x, first, base))
                .mistake("rotary-overwritten", "the first number of a pair is written over before "
                        + "the second is computed from it", form(Form.OVERWRITTEN, x, first, base));
    }

    /// Each pair as a complex number, turned by a factor of length 1.
    private static double[][] form(Form form, float[][] x, int first, double base) {
        int headDim = x[0].length;
        double[][] turned = new double[x.length][headDim];
        for (int token = 0; token < x.length; token++) {
            int position = form == Form.WITHOUT_FIRST ? token : first + token;
            for (int i = 0; i < headDim / 2; i++) {
                int real = form == Form.INTERLEAVED ? 2 * i : i;
                int imaginary = form == Form.INTERLEAVED ? 2 * i + 1 : i + headDim / 2;
                double exponent = (form == Form.HALF_EXPONENT ? 1.0 : 2.0) * i / headDim;
                double angle = position / Math.pow(base, exponent)
                        * (form == Form.BACKWARDS ? -1 : 1);
                double length = Math.hypot(x[token][real], x[token][imaginary]);
                double argument = Math.atan2(x[token][imaginary], x[token][real]) + angle;
                turned[token][real] = length * Math.cos(argument);
                turned[token][imaginary] = form != Form.OVERWRITTEN ? length * Math.sin(argument)
                        : turned[token][real] * Math.sin(angle)
                                + x[token][imaginary] * Math.cos(angle);
            }
        }
        return turned;
    }
}
