package llm.tensor.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import llm.tensor.Backends;
import llm.tensor.IntTensor;
import llm.tensor.RandomState;
import llm.tensor.Reduction;
import llm.tensor.Tensor;
import llm.tensor.backend.ElementwiseKernels.Target;
import llm.tensor.backend.Memory.Part;
import llm.tensor.plain.PlainBackend;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A device")
class ContractTest {
    private final Backend device = Backends.current();

    private Storage storage(float... values) {
        Storage storage = device.memory().allocate(values.length);
        device.memory().write(values, storage, 0);
        return storage;
    }

    private float[] read(Storage storage) {
        float[] values = new float[Math.toIntExact(storage.size())];
        device.memory().read(storage, 0, values);
        return values;
    }

    @Test
    @DisplayName("finds the largest values of each row, the first of equal ones first")
    void topK() {
        Tensor x = Tensor.of(new float[] {1, 5, 2, 5, 0, -3, -1, -1, -2, -9}, 2, 5);
        Reduction.TopK best = Reduction.topK(x, 3);
        assertThat(best.values().toArray()).containsExactly(5, 5, 2, -1, -1, -2);
        assertThat(best.positions().values()).containsExactly(1, 3, 2, 1, 2, 3);
        assertThat(best.positions().shape().toArray()).containsExactly(2, 3);
        assertThatThrownBy(() -> Reduction.topK(x, 6)).hasMessage(
                "k must be from 1 to the n of x (..., n), got 6 for [2, 5]");
    }

    @Test
    @DisplayName("takes NaN for the least of a row, for its largest value only if it comes first")
    void notANumber() {
        float nan = Float.NaN;
        Tensor x = Tensor.of(new float[] {nan, 1, 2, 1, nan, nan, nan, nan, nan}, 3, 3);
        Reduction.TopK sorted = Reduction.topK(x, 3);
        assertThat(sorted.values().toArray())
                .containsExactly(2, 1, nan, 1, nan, nan, nan, nan, nan);
        assertThat(sorted.positions().values()).containsExactly(2, 1, 0, 0, 1, 2, 0, 1, 2);
        assertThat(Reduction.topK(x, 1).values().toArray()).containsExactly(2, 1, nan);
        assertThat(x.max(1).toArray()).containsExactly(nan, 1, nan);
        assertThat(x.argmax(1).values()).containsExactly(0, 0, 0);
        assertThat(x.transpose(0, 1).max(0).toArray()).containsExactly(nan, 1, nan);
        assertThat(x.transpose(0, 1).argmax(0).values()).containsExactly(0, 0, 0);
    }

    @Test
    @DisplayName("finds the largest of many as sorting does")
    void topKOfMany() {
        Tensor x = new RandomState(4).normal(1, 3, 1000);
        float[] all = x.toArray();
        Reduction.TopK best = Reduction.topK(x, 50);
        for (int row = 0; row < 3; row++) {
            for (int i = 0; i < 50; i++) {
                float value = best.values().toArray()[row * 50 + i];
                assertThat(all[row * 1000 + best.positions().values()[row * 50 + i]])
                        .isEqualTo(value);
                int larger = 0;
                for (int j = 0; j < 1000; j++) {
                    larger += all[row * 1000 + j] > value ? 1 : 0;
                }
                assertThat(larger).isEqualTo(i);             // all values differ
            }
        }
    }

    @Test
    @DisplayName("copies parts of memory into views, each into its own")
    void scatterEach() {
        Storage x = storage(1, 2, 3, 4, 5, 6, 7, 8, 9);
        Storage y = storage(0, 0, 0, 0, 0, 0);
        Storage z = storage(0, 0, 0, 0);
        device.memory().scatterEach(List.of(
                new Part(x, 1, new StridedView(y, 1, new int[] {2, 2}, new long[] {1, 2})),
                new Part(x, 6, new StridedView(z, 3, new int[] {1}, new long[] {7})),
                new Part(x, 7, new StridedView(z, 0, new int[] {2}, new long[] {2})),
                new Part(x, 0, new StridedView(z, 0, new int[] {0}, new long[] {1}))));
        assertThat(read(y)).containsExactly(0, 2, 4, 3, 5, 0);
        assertThat(read(z)).containsExactly(8, 0, 9, 7);
        device.memory().scatterEach(List.of());
    }

    @Test
    @DisplayName("gives the gradient of a largest value to where it stood, added or not")
    void maxBackward() {
        Storage gx = storage(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
        Storage gy = storage(10, 20, 30, 40);
        Indices position = device.memory().indices(new int[] {2, 0, 1, 1});
        device.rows().maxBackward(gy, position, 2, 3, 2, new Target(gx, true));
        assertThat(read(gx)).containsExactly(1, 21, 1, 1, 11, 1, 1, 1, 31, 41, 1, 1);
        device.rows().maxBackward(gy, position, 2, 3, 2, new Target(gx, false));
        assertThat(read(gx)).containsExactly(0, 20, 0, 0, 10, 0, 0, 0, 30, 40, 0, 0);
    }

    @Test
    @DisplayName("multiplies by a value that lives on it")
    void scale() {
        Storage y = storage(100, 100, 100);
        device.elementwise().scale(storage(1, 2, 3), storage(-2), y, true);
        assertThat(read(y)).containsExactly(98, 96, 94);
        device.elementwise().scale(storage(1, 2, 3), storage(-2), y, false);
        assertThat(read(y)).containsExactly(-2, -4, -6);
    }

    @Test
    @DisplayName("gives each row of a cross-entropy a gradient of its own")
    void lossOfEachRow() {
        Storage logits = storage(0, 0, 0, 0, 1, 1);
        Indices targets = device.memory().indices(new int[] {1, 0, -100});
        Storage gLosses = storage(2, 10, 7);
        Storage logSumExp = storage(0, 0, 0);
        device.rows().crossEntropy(logits, targets, -100, storage(0, 0, 0), logSumExp);
        Storage gx = storage(1, 1, 1, 1, 1, 1);
        device.rows().crossEntropyBackward(logits, targets, -100, logSumExp, gLosses,
                new Target(gx, true));
        assertThat(read(gx)).usingComparatorWithPrecision(1e-5f)
                .containsExactly(2, 0, -4, 6, 1, 1);         // softmax is ½ everywhere
    }

    @Test
    @DisplayName("sums the squares of many storages at once")
    void sumOfSquares() {
        assertThat(device.rows().sumOfSquares(List.of(storage(1, 2), storage(3), storage(-4, 5))))
                .isCloseTo(55, within(1e-9));
        assertThat(device.rows().sumOfSquares(List.of())).isZero();
    }

    @Test
    @DisplayName("reads whole numbers from the host or another device, and gives back its own")
    void indices() {
        IntTensor ids = IntTensor.of(new int[] {2, 0, 1}, 3);
        Tensor table = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
        assertThat(table.rows(ids).toArray()).containsExactly(5, 6, 1, 2, 3, 4);
        Backend plain = new PlainBackend();
        assertThat(table.to(plain).rows(ids).toArray()).containsExactly(5, 6, 1, 2, 3, 4);
        IntTensor largest = table.argmax(0);
        assertThat(largest.values()).containsExactly(2, 2);
        assertThat(table.to(plain).rows(largest).toArray()).containsExactly(5, 6, 5, 6);
    }

    @Test
    @DisplayName("rounds moments by chance with the same bits as every other")
    void rounding() {
        int rows = 40;
        int columns = 300;
        List<float[]> inputs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            inputs.add(new RandomState(i).normal(1, rows, columns).square().toArray());
        }
        float[] here = meanAfterStep(device, rows, columns, inputs);
        float[] plain = meanAfterStep(new PlainBackend(), rows, columns, inputs);
        int same = 0;
        for (int i = 0; i < here.length; i++) {
            same += here[i] == plain[i] ? 1 : 0;
        }
        assertThat((double) same / here.length)              // not all: a sum may round otherwise
                .isGreaterThan(0.99);
    }

    @Test
    @DisplayName("rounds no NaN to a number")
    void roundingOfNaN() {
        float[] finite = new RandomState(1).normal(1, 30, 30).square().toArray();
        float[] notANumber = new float[900];
        Arrays.fill(notANumber, Float.intBitsToFloat(0x7FFFFFFF));
        assertThat(meanAfterStep(device, 30, 30, List.of(notANumber, finite, finite)))
                .containsOnly(Float.NaN);
    }

    /// The mean of the gradients after the 7th step, kept in BF16, and behind it that of squares.
    private static float[] meanAfterStep(Backend on, int rows, int columns, List<float[]> inputs) {
        Memory memory = on.memory();
        Storage parameter = memory.allocate((long) rows * columns);
        Storage gradient = memory.allocate((long) rows * columns);
        Storage mean = memory.allocate(rows, columns, DType.BF16);
        Storage square = memory.allocate(rows, columns, DType.BF16);
        memory.write(inputs.get(0), parameter, 0);
        memory.write(inputs.get(0), gradient, 0);
        memory.write(inputs.get(1), mean, 0);
        memory.write(inputs.get(2), square, 0);
        on.optimizer().adam(new OptimizerKernels.Adam(0.1, 0.9, 0.99, 1e-8, 0, 0, 7),
                List.of(new OptimizerKernels.Moments(parameter, gradient, mean, square)));
        float[] both = new float[2 * rows * columns];
        float[] half = new float[rows * columns];
        memory.read(mean, 0, half);
        System.arraycopy(half, 0, both, 0, half.length);
        memory.read(square, 0, half);
        System.arraycopy(half, 0, both, half.length, half.length);
        return both;
    }

    @Test
    @DisplayName("draws by number what SplitMix64 draws one after the other")
    void counterRandom() {
        long[] published = {                                 // of seed 1234567, by its inventor
            6457827717110365317L, 3203168211198807973L, -8629252141511181193L,
        };
        for (int i = 0; i < published.length; i++) {
            assertThat(CounterRandom.bits(1234567, i)).isEqualTo(published[i]);
        }
    }

    @Test
    @DisplayName("says what it has room for, waits when asked, and refuses what it cannot compute")
    void rest() {
        assertThat(device.memory().availableBytes()).isPositive();
        device.synchronize();
        Precision before = device.precision();
        device.usePrecision(before);
        assertThat(device.precision()).isEqualTo(before);
        assertThatThrownBy(() -> new PlainBackend().usePrecision(Precision.BF16))
                .hasMessage("device plain must compute in F32, got BF16");
    }
}
