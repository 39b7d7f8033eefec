package llm.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import llm.tensor.op.DropoutOp;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Layout, sums, choices. Tolerance 2·10⁻⁵.
@DisplayName("Operations on shapes")
class ShapingTest {
    private static final double TOLERANCE = 2e-5;
    private final RandomState random = new RandomState(6);
    private final Tensor x = random.normal(1, 2, 3, 4);      // value (a, b, c) at 12a + 4b + c

    private static double[] gather(int n, java.util.function.IntToDoubleFunction value) {
        double[] y = new double[n];
        Arrays.setAll(y, value);
        return y;
    }

    @Test
    @DisplayName("reshape keeps the order")
    void reshape() {
        GradientCheck.check(TOLERANCE, in -> in[0].reshape(-1, 6).mul(in[0].reshape(4, 6)),
                in -> gather(24, i -> in[0][i] * in[0][i]), x);
        assertThat(x.reshape(6, -1).shape().toArray()).containsExactly(6, 4);
        assertThatThrownBy(() -> x.reshape(5, -1)).hasMessage(
                "reshape must keep the number of values (24 in [2, 3, 4]), got [5, -1]");
    }

    @Test
    @DisplayName("transpose and permute move axes")
    void permute() {
        GradientCheck.check(TOLERANCE, in -> in[0].transpose(0, 2),
                in -> gather(24, i -> in[0][12 * (i % 2) + 4 * (i / 2 % 3) + i / 6]), x);
        GradientCheck.check(TOLERANCE, in -> in[0].permute(1, 2, 0),
                in -> gather(24, i -> in[0][12 * (i % 2) + 4 * (i / 8) + i / 2 % 4]),
                random.normal(1, 2, 3, 4));
        assertThatThrownBy(() -> x.permute(0, 0, 1))
                .hasMessage("axes must name each axis of [2, 3, 4] once, got [0, 0, 1]");
        assertThatThrownBy(() -> x.transpose(0, 3))
                .hasMessage("axis must be in [-3, 3) for shape [2, 3, 4], got 3");
    }

    @Test
    @DisplayName("slices of any axis, joined again, are the whole")
    void sliceAndConcat() {
        GradientCheck.check(TOLERANCE, in -> in[0].slice(1, 1, 3),
                in -> gather(16, i -> in[0][12 * (i / 8) + 4 + i % 8]), x);
        for (int axis = 0; axis < 3; axis++) {
            Tensor joined = Operations.concat(axis, x.slice(axis, 0, 1),
                    x.slice(axis, 1, x.size(axis)));
            assertThat(joined.toArray()).isEqualTo(x.toArray());
        }
        GradientCheck.check(TOLERANCE, in -> Operations.concat(0, in[0], in[1], in[0]),
                in -> gather(8, i -> i < 2 ? in[0][i] : i < 6 ? in[1][i - 2] : in[0][i - 6]),
                random.normal(1, 1, 2), random.normal(1, 2, 2));
        assertThatThrownBy(() -> x.slice(2, 3, 5))
                .hasMessage("slice must satisfy 0 ≤ from ≤ to ≤ 4, got 3 and 5");
    }

    @Test
    @DisplayName("sums, means and largest values over every axis")
    void reductions() {
        GradientCheck.check(TOLERANCE, in -> in[0].sum(),
                in -> new double[] {Arrays.stream(in[0]).sum()}, random.normal(1, 5, 7));
        GradientCheck.check(TOLERANCE, in -> in[0].mean(1), in -> gather(8, i -> (in[0][12 * (i / 4)
                + i % 4] + in[0][12 * (i / 4) + 4 + i % 4] + in[0][12 * (i / 4) + 8 + i % 4]) / 3), x);
        GradientCheck.check(TOLERANCE, in -> in[0].sum(-1), in -> gather(6, i -> in[0][4 * i]
                + in[0][4 * i + 1] + in[0][4 * i + 2] + in[0][4 * i + 3]), random.normal(1, 2, 3, 4));
        GradientCheck.check(TOLERANCE, in -> in[0].max(0),
                in -> gather(12, i -> Math.max(in[0][i], in[0][12 + i])), random.normal(1, 2, 3, 4));
        assertThat(Tensor.of(new float[] {1, 9, 3, 7, 7, 2}, 2, 3).argmax(1).values())
                .containsExactly(1, 0);
    }

    @Test
    @DisplayName("a sum of many values does not lose the small ones")
    void longSum() {
        // one float after the other would end near 100,959
        assertThat(Tensor.full(0.1, 1_000_003).sum().item())
                .isCloseTo((float) (1_000_003 * (double) 0.1f), within(0.3f));
    }

    @Test
    @DisplayName("choosing rows, values and masks")
    void selection() {
        IntTensor ids = IntTensor.of(new int[] {2, 0, 2}, 3);
        GradientCheck.check(TOLERANCE, in -> in[0].rows(ids),
                in -> gather(12, i -> in[0][4 * ids.values()[i / 4] + i % 4]), random.normal(1, 3, 4));
        GradientCheck.check(TOLERANCE, in -> in[0].gather(ids),
                in -> gather(3, i -> in[0][4 * i + ids.values()[i]]), random.normal(1, 3, 4));
        Tensor mask = Tensor.of(new float[] {0, 1, 0, 1}, 4);
        GradientCheck.check(TOLERANCE, in -> in[0].maskedFill(mask, -5),
                in -> gather(24, i -> i % 2 == 1 ? -5 : in[0][i]), x);
        assertThatThrownBy(() -> Tensor.zeros(3, 4).rows(IntTensor.of(new int[] {3}, 1)))
                .hasMessage("id must be in [0, 3), got 3");
    }

    @Test
    @DisplayName("dropout hides its share, keeps the mean, and hides the same for the gradient")
    void dropout() {
        Tensor ones = Tensor.ones(100, 1_000).requireGrad(true);
        Tensor y = DropoutOp.dropout(ones, 0.25, 42);
        float[] values = y.toArray();
        long hidden = 0;
        for (float value : values) {
            assertThat(value).isIn(0f, (float) (1 / 0.75));
            hidden += value == 0 ? 1 : 0;
        }
        assertThat(hidden / 100_000.0).isCloseTo(0.25, within(0.01));
        y.backward(Tensor.ones(100, 1_000));
        assertThat(ones.grad().toArray()).isEqualTo(values);
        assertThat(DropoutOp.dropout(ones, 0.25, 43).toArray()).isNotEqualTo(values);
        assertThatThrownBy(() -> DropoutOp.dropout(ones, 1, 0))
                .hasMessage("dropout rate must be in [0, 1), got 1.0");
    }

    @Test
    @DisplayName("products of stretched batches")
    void broadcastProduct() {
        GradientCheck.check(1e-4, in -> in[0].matmul(in[1]), in -> {
            double[] y = new double[3 * 2 * 2 * 3];          // (3, 2, 2, 3) = (3, 1, 2, 4) · (2, 4, 3)
            for (int i = 0; i < y.length; i++) {
                int column = i % 3;
                int row = i / 3 % 2;
                int inner = i / 6 % 2;
                int outer = i / 12;
                for (int k = 0; k < 4; k++) {
                    y[i] += in[0][outer * 8 + row * 4 + k] * in[1][inner * 12 + k * 3 + column];
                }
            }
            return y;
        }, random.normal(1, 3, 1, 2, 4), random.normal(1, 2, 4, 3));
        assertThatThrownBy(() -> Tensor.zeros(2, 3).matmul(Tensor.zeros(2, 3))).hasMessage(
                "matmul must have as many columns in a as rows in b, got a=[2, 3], b=[2, 3]");
    }

    @Test
    @DisplayName("the head's loss is the loss of its logits")
    void headLoss() {
        Tensor hidden = random.normal(1, 5, 6).requireGrad(true);
        Tensor weight = random.normal(1, 9, 6).requireGrad(true);
        IntTensor targets = IntTensor.of(new int[] {3, CrossEntropy.IGNORED, 0, 8, 8}, 5);
        Tensor loss = CrossEntropy.ofHead(hidden, weight, targets);
        Tensor expected = hidden.matmulTransposed(weight).crossEntropy(targets);
        assertThat(loss.item()).isCloseTo(expected.item(), within(1e-6f));
        loss.backward();
        float[] gHidden = hidden.grad().toArray();
        float[] gWeight = weight.grad().toArray();
        hidden.zeroGrad();
        weight.zeroGrad();
        expected.backward();
        assertThat(gHidden).usingComparatorWithPrecision(1e-6f)
                .containsExactly(hidden.grad().toArray());
        assertThat(gWeight).usingComparatorWithPrecision(1e-6f)
                .containsExactly(weight.grad().toArray());
        assertThatThrownBy(() -> hidden.crossEntropy(IntTensor.of(new int[] {6, 0, 0, 0, 0}, 5)))
                .hasMessage("a target must be in [0, 6) or -100, got 6");
    }
}
