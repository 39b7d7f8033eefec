package llm.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/// Held against ND4J's SameDiff, values and gradients. Tolerance 10⁻⁵.
@DisplayName("Arithmetic of two shapes")
class BroadcastTest {
    private final PrintStream out = System.out;

    /// SameDiff tells of every gradient that it makes.
    @BeforeEach
    void quiet() {
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    }

    @AfterEach
    void loud() {
        System.setOut(out);
    }

    private static int[] shape(String extents) {
        return Arrays.stream(extents.split("x")).mapToInt(Integer::parseInt).toArray();
    }

    @ParameterizedTest(name = "{0} with {1}")
    @CsvSource({"2x3x4, 2x3x4", "2x3x4, 3x4", "2x3x4, 4", "4, 2x3x4", "2x3x4, 1", "2x3x4, 1x3x1",
        "2x1x4, 3x1", "2x1x4, 1x3x4", "1x1, 5x7", "5x1, 1x9"})
    @DisplayName("stretches as SameDiff does, and sums gradients over what was repeated")
    void sameDiff(String left, String right) {
        RandomState random = new RandomState(17);
        Tensor a = random.uniform(0.5, 2, shape(left)).requireGrad(true);
        Tensor b = random.uniform(0.5, 2, shape(right)).requireGrad(true);
        check(a, b, Tensor::add, SDVariable::add);
        check(a, b, Tensor::sub, SDVariable::sub);
        check(a, b, Tensor::mul, SDVariable::mul);
        if (b.elements() > 1) {                              // SameDiff sums up another gradient there
            check(a, b, Tensor::div, SDVariable::div);
        }
    }

    @Test
    @DisplayName("divides by one number, and sums its gradient over all values")
    void divideByNumber() {
        RandomState random = new RandomState(18);
        GradientCheck.check(1e-5, in -> in[0].div(in[1]),
                in -> Arrays.stream(in[0]).map(x -> x / in[1][0]).toArray(),
                random.uniform(0.5, 2, 2, 5), random.uniform(0.5, 2, 1));
    }

    private static void check(Tensor a, Tensor b, BinaryOperator<Tensor> ours,
                              BinaryOperator<SDVariable> theirs) {
        SameDiff graph = SameDiff.create();
        SDVariable x = graph.var("a", Oracle.array(a));
        SDVariable y = graph.var("b", Oracle.array(b));
        SDVariable z = theirs.apply(x, y);
        z.mul(z).sum().markAsLoss();
        Map<String, INDArray> gradients = graph.calculateGradients(Map.of(), "a", "b");

        a.zeroGrad();
        b.zeroGrad();
        Tensor result = ours.apply(a, b);
        result.mul(result).sum().backward();
        assertClose(result, z.eval());
        assertClose(a.grad(), gradients.get("a"));
        assertClose(b.grad(), gradients.get("b"));
    }

    private static void assertClose(Tensor got, INDArray want) {
        float[] expected = want.dup('c').data().asFloat();
        float[] values = got.toArray();
        assertThat(values).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(Math.abs(values[i] - expected[i]))
                    .isLessThan(1e-5f * Math.max(1, Math.abs(expected[i])));
        }
    }
}
