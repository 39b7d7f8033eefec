import static llm.exercise.Expect.expect;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 4.8: SwiGLU")
class Ex48SwiGluTest {
    private static final double TOLERANCE = 1e-4;            // float32
    private static final String ON_UP = "SiLU is applied to the up branch, but it belongs to the "
            + "gate";
    private static final String SIGMOID = "the gate is a sigmoid alone, but SiLU is the value "
            + "times its sigmoid";
    private static final String GELU = "GELU is applied, as in GPT-2, but the gate has SiLU";
    private static final String ADDED = "the two branches are added, but must be multiplied";

    /// SwiGLU, and what is often made of it.
    private enum Form {
        RIGHT, SILU_ON_UP, SIGMOID, GELU, ADDED
    }

    /// The input and the three matrices.
    private record Layer(Tensor x, Tensor gate, Tensor up, Tensor down) {
        private static Layer random(RandomState random, int batch, int tokens, int embDim,
                int ffDim) {
            return new Layer(random.normal(1, batch, tokens, embDim),
                    random.normal(0.7, ffDim, embDim), random.normal(0.7, ffDim, embDim),
                    random.normal(0.7, embDim, ffDim));
        }
    }

    @Test
    @DisplayName("one token gives the numbers in the text")
    void givesTheWorkedExample() {
        made("the worked example", new Layer(Tensor.of(new float[] {2, 3}, 1, 1, 2),
                Tensor.of(new float[][] {{1, 0}}), Tensor.of(new float[][] {{0, 1}}),
                Tensor.of(new float[][] {{1}, {-1}})))
                .toBe(new double[][][] {{{5.2848, -5.2848}}}, TOLERANCE);
    }

    @Test
    @DisplayName("works on each of several tokens and texts")
    void worksOnEachToken() {
        Layer layer = Layer.random(new RandomState(4), 2, 3, 4, 6);
        made("two texts of three tokens", layer).toBe(form(Form.RIGHT, layer), TOLERANCE);
    }

    @Test
    @DisplayName("gradients reach the gate")
    void letsGradientsThrough() {
        Layer layer = Layer.random(new RandomState(9), 1, 2, 3, 2);
        layer.gate.requireGrad(true);
        Ex48SwiGlu.feedForward(layer.x, layer.gate, layer.up, layer.down).sum().backward();
        expect("the gradient of the gate's matrix", layer.gate.grad())
                .mistake("swiglu-silu-on-up", ON_UP, gateGradient(Form.SILU_ON_UP, layer))
                .mistake("swiglu-sigmoid", SIGMOID, gateGradient(Form.SIGMOID, layer))
                .mistake("swiglu-gelu", GELU, gateGradient(Form.GELU, layer))
                .mistake("swiglu-added", ADDED, gateGradient(Form.ADDED, layer))
                .toBe(gateGradient(Form.RIGHT, layer), 1e-3);
    }

    @Test
    @DisplayName("the width is 8/3 of the vectors', rounded up to a multiple")
    void findsTheWidth() {
        width("width 4,096, multiples of 256", 4_096, 256).toBe(11_008);
        width("width 4, multiples of 1", 4, 1).toBe(11);
        width("width 768, multiples of 64", 768, 64).toBe(2_048);
        width("width 5,120, multiples of 256", 5_120, 256).toBe(13_824);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("is right for any sizes and weights")
    void isRightForAnyWeights(RandomGenerator random) {
        Layer layer = Layer.random(new RandomState(random.nextLong()), random.nextInt(1, 4),
                random.nextInt(2, 6), random.nextInt(3, 7), random.nextInt(8, 12));
        made("random weights", layer).toBe(form(Form.RIGHT, layer), TOLERANCE);
        for (int i = 0; i < 5; i++) {
            int embDim = random.nextInt(2_000, 9_000);
            int multiple = random.nextInt(2, 300);
            int least = Math.ceilDiv(8 * embDim, 3);
            width("another width", embDim, multiple)
                    .toBe(least + Math.floorMod(-least, multiple));
        }
    }

    private static Expect made(String what, Layer layer) {
        return expect(what,
                Ex48SwiGlu.feedForward(layer.x, layer.gate, layer.up, layer.down))
                .mistake("swiglu-silu-on-up", ON_UP, form(Form.SILU_ON_UP, layer))
                .mistake("swiglu-sigmoid", SIGMOID, form(Form.SIGMOID, layer))
                .mistake("swiglu-gelu", GELU, form(Form.GELU, layer))
                .mistake("swiglu-added", ADDED, form(Form.ADDED, layer));
    }

    private static Expect width(String what, int embDim, int multiple) {
        return expect(what, Ex48SwiGlu.ffDim(embDim, multiple))
                .mistake("swiglu-width-integer-division", "8 / 3 is 2 in Java: multiply by 8 first",
                        Math.ceilDiv(2 * embDim, multiple) * multiple)
                .mistake("swiglu-width-rounded-down", "the width is rounded down to a multiple, "
                        + "but must be rounded up", 8 * embDim / 3 / multiple * multiple)
                .mistake("swiglu-width-of-gpt2", "the layer is four times as wide as a vector, but "
                        + "three matrices of that width have too many parameters",
                        Math.ceilDiv(4 * embDim, multiple) * multiple);
    }

    /// In double precision, number by number, `(batch, tokens, embDim)`.
    private static double[][][] form(Form form, Layer layer) {
        double[][][] y = new double[layer.x.size(0)][layer.x.size(1)][];
        float[] x = layer.x.toArray();
        int embDim = layer.x.size(2);
        int at = 0;
        for (double[][] text : y) {
            for (int token = 0; token < text.length; token++) {
                double[] row = new double[embDim];
                for (int i = 0; i < embDim; i++) {
                    row[i] = x[at++];
                }
                text[token] = token(form, row, doubles(layer.gate), layer);
            }
        }
        return y;
    }

    private static double[] token(Form form, double[] x, double[] gateWeights, Layer layer) {
        double[] gate = times(gateWeights, x);
        double[] up = times(doubles(layer.up), x);
        double[] passed = new double[gate.length];
        for (int i = 0; i < passed.length; i++) {
            passed[i] = passed(form, gate[i], up[i]);
        }
        return times(doubles(layer.down), passed);
    }

    private static double passed(Form form, double gate, double up) {
        return switch (form) {
            case RIGHT -> gate * sigmoid(gate) * up;
            case SILU_ON_UP -> gate * up * sigmoid(up);
            case SIGMOID -> sigmoid(gate) * up;
            case GELU -> 0.5 * gate * up * (1 + Math.tanh(
                    Math.sqrt(2 / Math.PI) * (gate + 0.044715 * Math.pow(gate, 3))));
            case ADDED -> gate * sigmoid(gate) + up;
        };
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /// By central differences of the sum of a layer's result, `(ffDim, embDim)`.
    private static double[][] gateGradient(Form form, Layer layer) {
        int embDim = layer.gate.size(1);
        double step = 1e-5;
        double[][] gradient = new double[layer.gate.size(0)][embDim];
        for (int i = 0; i < gradient.length * embDim; i++) {
            double[] more = doubles(layer.gate);
            double[] less = more.clone();
            more[i] += step;
            less[i] -= step;
            gradient[i / embDim][i % embDim] =
                    (sum(form, more, layer) - sum(form, less, layer)) / (2 * step);
        }
        return gradient;
    }

    private static double sum(Form form, double[] gateWeights, Layer layer) {
        double[] x = doubles(layer.x);
        int embDim = layer.x.size(2);
        double sum = 0;
        for (int from = 0; from < x.length; from += embDim) {
            double[] row = Arrays.copyOfRange(x, from, from + embDim);
            for (double value : token(form, row, gateWeights, layer)) {
                sum += value;
            }
        }
        return sum;
    }

    /// The product of a matrix `(out, in)` and a vector `(in)`.
    private static double[] times(double[] matrix, double[] x) {
        double[] y = new double[matrix.length / x.length];
        for (int i = 0; i < matrix.length; i++) {
            y[i / x.length] += matrix[i] * x[i % x.length];
        }
        return y;
    }

    private static double[] doubles(Tensor x) {
        float[] values = x.toArray();
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
