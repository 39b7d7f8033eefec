package llm.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import llm.cuda.gpu.Gpu;
import llm.tensor.backend.AttentionKernels.AttentionOptions;
import llm.tensor.backend.AttentionKernels.Call;
import llm.tensor.backend.AttentionKernels.Heads;
import llm.tensor.backend.AttentionKernels.Rotation;
import llm.tensor.backend.Backend;
import llm.tensor.backend.ElementwiseKernels.Target;
import llm.tensor.backend.Precision;
import llm.tensor.backend.Storage;
import llm.tensor.plain.PlainBackend;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Against the plain device, which works in double precision: tolerance 10⁻⁵, for sums over many
/// keys 10⁻⁴.
@DisplayName("Attention on a GPU")
class CudaAttentionTest {
    private static final Gpu GPU = NeedsDevice.open();
    private static final Backend CUDA = new CudaBackend("cuda", GPU);
    private static final Backend PLAIN = new PlainBackend();

    @AfterAll
    static void close() {
        GPU.close();
    }

    /// The same work on one device.
    private static final class Work {
        private final Backend device;
        private final AttentionOptions options;
        private final Random random;
        private final boolean apart;

        Work(Backend device, AttentionOptions options, long seed, boolean apart) {
            this.device = device;
            this.options = options;
            this.apart = apart;
            random = new Random(seed);
        }

        /// Heads side by side or apart, with room before, between and behind them.
        private Heads heads(int heads, int tokens) {
            int width = options.headDim();
            int token = apart ? width + 1 : heads * width + 3;
            int head = apart ? tokens * token + 5 : width;
            int batch = Math.max(heads * head, tokens * token) + 2;
            float[] values = new float[7 + options.batch() * batch];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            Storage storage = device.memory().allocate(values.length);
            device.memory().write(values, storage, 0);
            return new Heads(storage, 4, batch, head, token);
        }

        private Heads ofQueries() {
            return heads(options.heads(), options.queries());
        }

        private Heads ofKeys() {
            return heads(options.kvHeads(), options.keys());
        }

        Call call() {
            Storage logSumExp = device.memory().allocate(
                    (long) options.batch() * options.heads() * options.queries());
            return new Call(options, ofQueries(), ofKeys(), ofKeys(), ofQueries(), logSumExp);
        }

        /// Results, their surroundings, and the gradients.
        List<float[]> forwardAndBackward() {
            Call call = call();
            device.attention().forward(call);
            Heads gOut = ofQueries();
            Heads gq = ofQueries();
            Heads gk = ofKeys();
            Heads gv = ofKeys();
            device.attention().backward(call, gOut, gq, gk, gv);
            return Stream.of(call.out().storage(), call.logSumExp(), gq.storage(), gk.storage(),
                    gv.storage()).map(CudaAttentionTest::values).toList();
        }
    }

    private static float[] values(Storage storage) {
        float[] values = new float[Math.toIntExact(storage.size())];
        storage.backend().memory().read(storage, 0, values);
        return values;
    }

    private static void assertClose(List<float[]> got, List<float[]> expected, float tolerance) {
        for (int i = 0; i < expected.size(); i++) {
            assertThat(got.get(i)).hasSameSizeAs(expected.get(i));
            for (int j = 0; j < expected.get(i).length; j++) {
                assertThat(got.get(i)[j]).as("value %d of result %d", j, i)
                        .isCloseTo(expected.get(i)[j], within(tolerance));
            }
        }
    }

    private static AttentionOptions options(int batch, int heads, int kvHeads, int queries,
                                            int keys, int headDim, int window, float dropout) {
        return new AttentionOptions(batch, queries, keys, heads, kvHeads, headDim, 0.3f,
                window == 0 ? Integer.MAX_VALUE : window, dropout, 42);
    }

    @ParameterizedTest(name = "{0} × {1} heads of {5}, {2} for keys, {3} queries, {4} keys, "
            + "window {6}, dropout {7}")
    @CsvSource({"2, 4, 2, 9, 9, 8, 0, 0", "1, 2, 2, 64, 64, 32, 0, 0",
        "1, 6, 2, 65, 130, 64, 0, 0.3", "2, 2, 1, 70, 71, 48, 9, 0",
        "1, 2, 1, 129, 200, 96, 70, 0.2", "1, 1, 1, 40, 40, 256, 0, 0.1",
        "1, 2, 1, 33, 100, 130, 20, 0", "1, 1, 1, 1, 1, 1, 1, 0", "2, 2, 1, 8, 300, 17, 0, 0.4",
        "1, 4, 2, 3, 129, 128, 0, 0", "1, 2, 1, 5, 600, 256, 140, 0.1", "1, 3, 3, 20, 20, 5, 1, 0"})
    @DisplayName("is what the plain device does, forward and backward, and changes nothing else")
    void formula(int batch, int heads, int kvHeads, int queries, int keys, int headDim, int window,
                 float dropout) {
        AttentionOptions options = options(batch, heads, kvHeads, queries, keys, headDim, window,
                dropout);
        for (boolean apart : new boolean[] {true, false}) {
            assertClose(new Work(CUDA, options, keys, apart).forwardAndBackward(),
                    new Work(PLAIN, options, keys, apart).forwardAndBackward(), 1e-4f);
        }
    }

    @ParameterizedTest(name = "{0} × {1} heads of {5}, {2} for keys, {3} queries, {4} keys, "
            + "window {6}, dropout {7}")
    @CsvSource({"2, 4, 2, 9, 9, 8, 0, 0", "1, 2, 1, 130, 200, 64, 0, 0.3",
        "1, 2, 1, 129, 129, 96, 70, 0.2", "1, 6, 3, 70, 90, 31, 20, 0",
        "1, 1, 1, 65, 65, 128, 0, 0"})
    @DisplayName("in BF16 is what the plain device does, within a hundredth: factors lose 16 bits")
    void bf16(int batch, int heads, int kvHeads, int queries, int keys, int headDim, int window,
              float dropout) {
        AttentionOptions options = options(batch, heads, kvHeads, queries, keys, headDim, window,
                dropout);
        CUDA.usePrecision(Precision.BF16);
        try {
            List<float[]> got = new Work(CUDA, options, keys, true).forwardAndBackward();
            List<float[]> expected = new Work(PLAIN, options, keys, true).forwardAndBackward();
            for (int i = 0; i < got.size(); i++) {
                assertThat(relativeError(got.get(i), expected.get(i))).as("result %d", i)
                        .isBetween(1e-5, 1e-2);
            }
        } finally {
            CUDA.usePrecision(Precision.F32);
        }
    }

    /// Length of the difference, as a share of the length of what is expected.
    static double relativeError(float[] got, float[] expected) {
        double difference = 0;
        double length = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow((double) got[i] - expected[i], 2);
            length += Math.pow(expected[i], 2);
        }
        return Math.sqrt(difference / length);
    }

    @Test
    @DisplayName("gives large scores their weight, and small ones theirs")
    void extremes() {
        AttentionOptions options = new AttentionOptions(1, 30, 30, 1, 1, 4, 60f, 30, 0f, 0);
        assertClose(new Work(CUDA, options, 1, true).forwardAndBackward().subList(0, 1),
                new Work(PLAIN, options, 1, true).forwardAndBackward().subList(0, 1), 1e-4f);
    }

    @Test
    @DisplayName("repeats forward and backward bit for bit")
    void repeats() {
        AttentionOptions options = options(1, 4, 2, 70, 90, 24, 0, 0.2f);
        List<float[]> first = new Work(CUDA, options, 5, false).forwardAndBackward();
        List<float[]> second = new Work(CUDA, options, 5, false).forwardAndBackward();
        for (int i = 0; i < first.size(); i++) {
            assertThat(second.get(i)).isEqualTo(first.get(i));
        }
    }

    @ParameterizedTest(name = "{0} queries")
    @CsvSource({"1", "2", "9"})
    @DisplayName("of several texts is, bit for bit, what each gets alone")
    void each(int queries) {
        List<Call> alone = new ArrayList<>();
        List<Call> together = new ArrayList<>();
        for (int keys : new int[] {9, 300, 128, 129}) {
            AttentionOptions options = options(1, 4, 2, queries, keys, 20, 0, 0);
            alone.add(new Work(CUDA, options, keys, true).call());
            together.add(new Work(CUDA, options, keys, true).call());
        }
        alone.forEach(CUDA.attention()::forward);
        CUDA.attention().forwardEach(together);
        for (int i = 0; i < alone.size(); i++) {
            assertThat(values(together.get(i).out().storage()))
                    .isEqualTo(values(alone.get(i).out().storage()));
            assertThat(values(together.get(i).logSumExp()))
                    .isEqualTo(values(alone.get(i).logSumExp()));
        }
    }

    @Test
    @DisplayName("refuses heads that are too wide")
    void errors() {
        Call call = new Work(CUDA, options(1, 1, 1, 2, 2, 257, 0, 0), 1, true).call();
        assertThatThrownBy(() -> CUDA.attention().forward(call))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("headDim must be at most 256 for attention on a GPU, got 257");
    }

    private static Stream<Rotation> rotations() {
        return Stream.of(new Rotation(12, 3, 2, 8, false, 1), new Rotation(12, 3, 2, 8, true, -1),
                new Rotation(300, 100, 1, 6, true, 1), new Rotation(1, 1, 1, 2, false, -1));
    }

    @ParameterizedTest
    @MethodSource("rotations")
    @DisplayName("Rotation is the plain device's, written or added")
    void rotates(Rotation rotation) {
        int half = rotation.headDim() / 2;
        for (boolean add : new boolean[] {false, true}) {
            List<float[]> results = new ArrayList<>();
            for (Backend device : List.of(CUDA, PLAIN)) {
                Random random = new Random(3);
                Storage cosines = random(device, random, rotation.tokens() * half);
                Storage sines = random(device, random, rotation.tokens() * half);
                Storage x = random(device, random, rotation.rows() * rotation.headDim());
                Storage y = random(device, random, rotation.rows() * rotation.headDim());
                device.attention().rotate(rotation, cosines, sines, x, new Target(y, add));
                results.add(values(y));
            }
            assertClose(results.subList(0, 1), results.subList(1, 2), 1e-5f);
        }
    }

    private static Storage random(Backend device, Random random, int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        Storage storage = device.memory().allocate(size);
        device.memory().write(values, storage, 0);
        return storage;
    }
}
