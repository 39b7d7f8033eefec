package llm.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import llm.tensor.Autograd;
import llm.tensor.Parameter;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.backend.DType;
import llm.tensor.op.LinearOp;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A linear layer of a few rows")
class FewRowsTest {
    private final RandomState random = new RandomState(9);

    static Stream<Arguments> shapes() {
        return Stream.of(DType.values()).flatMap(dtype -> Stream.of(
                Arguments.of(dtype, 1, 8), Arguments.of(dtype, 3, 16), Arguments.of(dtype, 7, 31),
                Arguments.of(dtype, 130, 12), Arguments.of(dtype, 97, 300),
                Arguments.of(dtype, 1_030, 768)));
    }

    @ParameterizedTest(name = "{0}, {1} outputs, {2} inputs")
    @MethodSource("shapes")
    @DisplayName("gives each row, bit for bit, what it gets alone")
    void alone(DType dtype, int outputs, int inputs) {
        Parameter weight = Parameter.of(random.normal(0.5, outputs, inputs)).to(dtype);
        Parameter bias = Parameter.of(random.normal(1, outputs));
        Tensor x = random.normal(1, 32, inputs);
        float[][] plain = new float[32][];
        float[][] gelu = new float[32][];
        Autograd.noGrad(() -> {
            for (int row = 0; row < 32; row++) {
                Tensor one = x.slice(0, row, row + 1);
                plain[row] = LinearOp.linear(one, weight, bias).toArray();
                gelu[row] = LinearOp.linearGelu(one, weight, bias).toArray();
            }
            for (int rows = 2; rows <= 32; rows++) {
                Tensor some = x.slice(0, 0, rows);
                Tensor y = LinearOp.linear(some, weight, bias);
                Tensor z = LinearOp.linearGelu(some, weight, bias);
                for (int row = 0; row < rows; row++) {
                    assertThat(y.slice(0, row, row + 1).toArray()).as("row %d of %d", row, rows)
                            .isEqualTo(plain[row]);
                    assertThat(z.slice(0, row, row + 1).toArray())
                            .as("GELU, row %d of %d", row, rows).isEqualTo(gelu[row]);
                }
            }
        });
    }
}
