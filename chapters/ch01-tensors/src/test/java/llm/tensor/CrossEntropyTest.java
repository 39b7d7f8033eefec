package llm.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Against formulas in double precision, tolerance 10⁻⁵.
@DisplayName("Cross-entropy")
class CrossEntropyTest {
    private static final double TOLERANCE = 1e-5;
    private static final int[] TARGETS = {2, CrossEntropy.IGNORED, 0, 1, 2, 2};
    private final RandomState random = new RandomState(13);

    /// Mean or sum of `ln Σ eˣ − x[target]` over the targets that count.
    private static double[] loss(double[] logits, int classes, boolean mean) {
        double sum = 0;
        int count = 0;
        for (int row = 0; row < TARGETS.length; row++) {
            if (TARGETS[row] != CrossEntropy.IGNORED) {
                double total = 0;
                for (int i = 0; i < classes; i++) {
                    total += Math.exp(logits[row * classes + i]);
                }
                sum += Math.log(total) - logits[row * classes + TARGETS[row]];
                count++;
            }
        }
        return new double[] {mean ? sum / count : sum};
    }

    @ParameterizedTest(name = "{0} classes")
    @ValueSource(ints = {3, 8, 50})
    @DisplayName("is the mean or sum over counted targets, with gradients")
    void formula(int classes) {
        IntTensor targets = IntTensor.of(TARGETS, 2, 3);
        GradientCheck.check(TOLERANCE, in -> in[0].crossEntropy(targets),
                in -> loss(in[0], classes, true), random.normal(2, 2, 3, classes));
        GradientCheck.check(TOLERANCE, in -> CrossEntropy.sum(in[0], targets),
                in -> loss(in[0], classes, false), random.normal(2, 2, 3, classes));
    }

    @ParameterizedTest(name = "{0} classes, {1} logits at a time")
    @CsvSource({"3, 18", "8, 1000", "50, 300", "3, 17", "8, 16", "50, 1"})
    @DisplayName("of a head is that of its logits, with gradients of hidden values and weight:")
    void ofHead(int classes, int block) {
        IntTensor targets = IntTensor.of(TARGETS, 2, 3);
        GradientCheck.check(TOLERANCE,
                in -> CrossEntropy.ofHead(in[0], in[1], targets, block).mul(3), in -> {
                    double[] logits = new double[6 * classes];
                    for (int i = 0; i < logits.length; i++) {
                        for (int k = 0; k < 5; k++) {
                            logits[i] += in[0][i / classes * 5 + k] * in[1][i % classes * 5 + k];
                        }
                    }
                    return new double[] {3 * loss(logits, classes, true)[0]};
                }, random.normal(1, 2, 3, 5), random.normal(1, classes, 5));
    }

    @ParameterizedTest(name = "{0} logits of {1} classes: {2} rows")
    @CsvSource({"67108864, 50257, 1280", "1000, 8, 125", "1024, 8, 128", "17, 3, 5", "1, 50, 1"})
    @DisplayName("of a head takes as many rows at a time as there is room for, in tiles if many:")
    void rowsOfBlock(long logits, int classes, int rows) {
        assertThat(CrossEntropy.rowsOf(logits, classes)).isEqualTo(rows);
    }

    @Test
    @DisplayName("of a head in blocks adds to gradients that are there, and asks for no others")
    void blocks() {
        IntTensor targets = IntTensor.of(TARGETS, 6);
        Tensor hidden = random.normal(1, 6, 5);
        Tensor weight = random.normal(1, 3, 5).requireGrad(true);
        CrossEntropy.ofHead(hidden, weight, targets, 7).backward();
        float[] once = weight.grad().toArray();
        CrossEntropy.ofHead(hidden, weight, targets, 7).backward();
        for (int i = 0; i < once.length; i++) {
            assertThat(weight.grad().toArray()[i]).isEqualTo(2 * once[i]);
        }
        assertThat(hidden.hasGrad()).isFalse();
        assertThat(Autograd.noGrad(() -> CrossEntropy.ofHead(hidden, weight, targets, 7)).item())
                .isEqualTo(CrossEntropy.ofHead(hidden, weight, targets, 7).item());
    }

    @Test
    @DisplayName("of four equal logits is ln 4, and stays finite for huge ones")
    void byHand() {
        assertThat(Tensor.zeros(1, 4).crossEntropy(IntTensor.of(new int[] {3}, 1)).item())
                .isCloseTo((float) Math.log(4), within(1e-6f));
        Tensor huge = Tensor.of(new float[] {1e4f, -1e4f}, 1, 2).requireGrad(true);
        Tensor loss = huge.crossEntropy(IntTensor.of(new int[] {1}, 1));
        loss.backward();
        assertThat(loss.item()).isEqualTo(2e4f);
        assertThat(huge.grad().toArray()).containsExactly(1, -1);
    }

    @ParameterizedTest(name = "{0} logits at a time")
    @CsvSource({"18, '[6, 3]'", "9, []"})
    @DisplayName("of a head is differentiated once, because its logits are used up:")
    void twice(int block, String changed) {
        Tensor hidden = random.normal(1, 6, 5).requireGrad(true);
        Tensor weight = random.normal(1, 3, 5).requireGrad(true);
        Tensor loss = CrossEntropy.ofHead(hidden, weight, IntTensor.of(TARGETS, 6), block);
        loss.backwardKeepingGraph();
        assertThatThrownBy(loss::backward).isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("backward() of 'headCrossEntropy' must see the values of "
                        + "the forward pass, got a tensor of shape " + changed
                        + " that was changed");
    }

    @Test
    @DisplayName("refuses targets and weights that do not fit")
    void errors() {
        Tensor logits = Tensor.zeros(2, 3);
        assertThatThrownBy(() -> logits.crossEntropy(IntTensor.of(new int[] {0, 1, 2}, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("targets must be (...) for logits (..., n), got [3] for [2, 3]");
        assertThatThrownBy(() -> logits.crossEntropy(IntTensor.of(new int[] {0, 3}, 2)))
                .hasMessage("a target must be in [0, 3) or -100, got 3");
        assertThatThrownBy(() -> logits.crossEntropy(IntTensor.of(new int[] {-100, -100}, 2)))
                .hasMessage("at least one target must count, got 2 that are all ignored");
        IntTensor targets = IntTensor.of(new int[] {0, 1}, 2);
        assertThatThrownBy(() -> CrossEntropy.ofHead(Tensor.zeros(2, 4), Tensor.zeros(9, 5),
                targets)).hasMessage("weight must be (vocabSize, embDim) for hidden (..., embDim), "
                + "got [9, 5] for [2, 4]");
        assertThatThrownBy(() -> CrossEntropy.ofHead(Tensor.zeros(3, 5), Tensor.zeros(9, 5),
                targets)).hasMessage("targets must be (...) for hidden (..., n), got [2] for [3, 5]");
    }
}
