package llm.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import llm.tensor.backend.DType;
import llm.tensor.backend.Storage;
import llm.tensor.layer.Embedding;
import llm.tensor.layer.Layer;
import llm.tensor.layer.LayerNorm;
import llm.tensor.layer.Linear;
import llm.tensor.op.LinearOp;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Products are compared with sums in double precision over the rounded weights: what is left is
/// the error of float32 sums, at most `2⁻²² · Σ|x·w|`, and for INT8 that of rounding `x` to 16 bits,
/// at most half of what the largest of 64 neighbours is divided by.
@DisplayName("A weight kept in fewer bits")
class QuantizedWeightTest {
    private static final double ROUNDING = Math.pow(2, -22);
    private final RandomState random = new RandomState(7);

    private Parameter weight(DType dtype, int rows, int columns) {
        return Parameter.of(random.normal(1, rows, columns)).to(dtype);
    }

    @Nested
    @DisplayName("in INT8")
    class Int8 {
        @ParameterizedTest(name = "{0} columns")
        @ValueSource(ints = {1, 7, 63, 64, 65, 130, 256})
        @DisplayName("is off by at most half a scale, the largest of 64 neighbours by 127, with")
        void bound(int columns) {
            Tensor exact = random.normal(3, 5, columns);
            float[] want = exact.toArray();
            float[] got = Parameter.of(exact).to(DType.INT8).toArray();
            for (int row = 0; row < 5; row++) {
                for (int start = 0; start < columns; start += DType.GROUP) {
                    int from = row * columns + start;
                    int to = row * columns + Math.min(columns, start + DType.GROUP);
                    float largest = 0;
                    for (int i = from; i < to; i++) {
                        largest = Math.max(largest, Math.abs(want[i]));
                    }
                    for (int i = from; i < to; i++) {
                        assertThat((double) Math.abs(got[i] - want[i]))
                                .isLessThanOrEqualTo(largest / 127 / 2 * (1 + 1e-5));
                    }
                }
            }
        }

        @Test
        @DisplayName("is exact for whole numbers of which the largest is 127")
        void exact() {
            float[] values = new float[130];
            for (int i = 0; i < values.length; i++) {
                values[i] = i % 64 == 0 ? -127 : i % 50 - 20;
            }
            assertThat(Parameter.of(Tensor.of(values, 1, 130)).to(DType.INT8).toArray())
                    .isEqualTo(values);
        }

        @Test
        @DisplayName("may be all zeros, and must be finite")
        void special() {
            assertThat(Parameter.of(Tensor.zeros(2, 3)).to(DType.INT8).toArray())
                    .containsOnly(0);
            assertThatThrownBy(() -> Parameter.of(Tensor.full(Float.NaN, 2, 3))
                    .to(DType.INT8)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a weight must be finite to be kept in INT8, got NaN");
        }
    }

    static Stream<Arguments> sizes() {
        return Stream.of(DType.values()).flatMap(dtype ->
                Stream.of(1, 2, 3, 5, 8, 9, 16, 17, 49).flatMap(rows ->
                        Stream.of(1, 7, 64, 65, 172, 300).map(columns ->
                                Arguments.of(dtype, rows, columns))));
    }

    @ParameterizedTest(name = "{0}, {1} rows of x, {2} columns")
    @MethodSource("sizes")
    @DisplayName("gives the product of its rounded values")
    void product(DType dtype, int rows, int columns) {
        Parameter weight = weight(dtype, 77, columns);
        Tensor x = random.normal(1, rows, columns);
        Tensor bias = random.normal(1, 77);
        float[] got = Autograd.noGrad(() -> LinearOp.linear(x, weight, bias)).toArray();
        float[] w = weight.toArray();
        double largest = largest(x.toArray());
        for (int i = 0; i < rows; i++) {
            for (int out = 0; out < 77; out++) {
                double sum = bias.at(out);
                double tolerance = Math.abs(sum) * ROUNDING;
                for (int j = 0; j < columns; j++) {
                    double weightThere = w[out * columns + j];
                    double term = x.at(i, j) * weightThere;
                    sum += term;
                    tolerance += Math.abs(term) * ROUNDING;
                    if (dtype == DType.INT8) {
                        tolerance += Math.abs(weightThere) * largest / 32_767 / 2;
                    }
                }
                assertThat(Math.abs(got[i * 77 + out] - sum)).as("row %d, output %d", i, out)
                        .isLessThanOrEqualTo(tolerance);
            }
        }
    }

    private static double largest(float[] values) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    @ParameterizedTest
    @EnumSource(names = {"BF16", "INT8"})
    @DisplayName("is read by layers with GELU, embeddings, and the loss of a head")
    void readers(DType dtype) {
        Parameter packed = weight(dtype, 33, 20);
        Tensor widened = Tensor.of(packed.toArray(), 33, 20);
        Tensor x = random.normal(1, 6, 20);
        IntTensor ids = IntTensor.of(new int[] {0, 32, 5, 5, 7, 1}, 6);
        float tolerance = dtype == DType.INT8 ? 1e-3f : 1e-5f; // x is rounded too
        Autograd.noGrad(() -> {
            assertClose(LinearOp.linearGelu(x, packed, null), LinearOp.linearGelu(x, widened, null),
                    tolerance);
            assertClose(CrossEntropy.ofHead(x, packed, ids),
                    CrossEntropy.ofHead(x, widened, ids), tolerance);
            assertThat(Indexing.rows(packed, ids).toArray())
                    .isEqualTo(Indexing.rows(widened, ids).toArray());
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"BF16", "INT8"})
    @DisplayName("lets gradients through where it is frozen, as its widened values would")
    void gradients(DType dtype) {
        Parameter packed = weight(dtype, 1_500, 720);        // widened in two parts
        packed.requireGrad(false);
        Tensor widened = Tensor.of(packed.toArray(), 1_500, 720);
        IntTensor ids = IntTensor.of(new int[] {0, 1_499, 5}, 3);
        float[] values = random.normal(1, 3, 720).toArray();
        Tensor x = Tensor.of(values, 3, 720).requireGrad(true);
        Tensor same = Tensor.of(values, 3, 720).requireGrad(true);
        Tensor g = random.normal(1, 3, 1_500);
        LinearOp.linear(x, packed, null).backward(g);
        LinearOp.linear(same, widened, null).backward(g);
        assertClose(x.grad(), same.grad(), 1e-3f);           // of values around 40
        CrossEntropy.ofHead(x, packed, ids).backward();
        CrossEntropy.ofHead(same, widened, ids).backward();
        assertClose(x.grad(), same.grad(), 1e-2f);           // INT8 rounds x for the logits
        assertThat(packed.hasGrad()).isFalse();
    }

    private static void assertClose(Tensor got, Tensor want, float tolerance) {
        assertThat(got.toArray()).usingComparatorWithPrecision(tolerance)
                .containsExactly(want.toArray());
    }

    @ParameterizedTest
    @EnumSource(names = {"BF16", "INT8"})
    @DisplayName("becomes float32 again, with the rounded values, and can then be trained")
    void back(DType dtype) {
        Parameter weight = weight(dtype, 4, 70);
        float[] rounded = weight.toArray();
        assertThat(weight.at(3, 69)).isEqualTo(rounded[4 * 70 - 1]);
        weight.to(DType.F32);
        assertThat(weight.dtype()).isEqualTo(DType.F32);
        assertThat(weight.toArray()).isEqualTo(rounded);
        LinearOp.linear(Tensor.ones(1, 70), weight, null).sum().backward();
        assertThat(weight.grad().toArray()).containsOnly(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"BF16", "INT8"})
    @DisplayName("is refused in one sentence by whatever cannot read it")
    void refusals(DType dtype) {
        Parameter weight = weight(dtype, 3, 3);
        Tensor x = Tensor.ones(3, 3);
        assertThatThrownBy(() -> LinearOp.linear(x, weight, null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a weight must be kept in F32 where its gradient is wanted, got "
                        + dtype + " in linear; freeze it, compute inside Autograd.noGrad, "
                        + "or widen it by to(DType.F32)");
        Stream.<Runnable>of(() -> x.matmul(weight), () -> weight.add(x), weight::softmax,
                () -> weight.transpose(0, 1)).forEach(use ->
                assertThatThrownBy(() -> Autograd.noGrad(use))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith("a weight must be kept in F32 for this operation, "
                                + "got " + dtype));
        assertThatThrownBy(() -> Parameter.of(Tensor.ones(3)).to(dtype))
                .hasMessage("only a matrix can be kept in " + dtype + ", got [3]");
        assertThatThrownBy(() -> Autograd.noGrad(() -> LinearOp.linear(Tensor.ones(1, 9),
                weight.shareAs(Shape.of(1, 9)), null)))
                .hasMessageContaining("must have 9 columns, got 3");
    }

    /// A tied head, a norm, and a layer with a bias.
    private static final class Model extends Layer {
        private final Embedding embedding;
        private final Linear layer;

        Model() {
            RandomState random = new RandomState(3);
            embedding = child("embedding", new Embedding(1000, 640, random));
            layer = child("layer", new Linear(640, 640, true, random));
            child("norm", new LayerNorm(640, 1e-5));
            parameter("head", embedding.weight());
        }
    }

    @Test
    @DisplayName("is what a module makes of its matrices, and the memory is free at once")
    void module() {
        Model model = new Model();
        List<Storage> exact = List.of(model.embedding.weight().storage(),
                model.layer.weight().storage());
        model.to(DType.INT8);

        assertThat(exact).allMatch(Storage::released);
        assertThat(model.namedParameters().get("head")).isSameAs(model.embedding.weight());
        model.namedParameters().forEach((name, parameter) -> assertThat(parameter.dtype())
                .as(name).isEqualTo(parameter.rank() == 2 ? DType.INT8 : DType.F32));
        assertThat(model.layer.weight().dtype()).isEqualTo(DType.INT8);
    }
}
