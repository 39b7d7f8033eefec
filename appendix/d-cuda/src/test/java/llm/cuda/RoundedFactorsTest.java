package llm.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import llm.cuda.twin.TwinGpu;
import llm.tensor.Autograd;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.backend.ElementwiseKernels.Function;
import llm.tensor.backend.ElementwiseKernels.Operator;
import llm.tensor.backend.ElementwiseKernels.Target;
import llm.tensor.backend.MatmulKernels.Activation;
import llm.tensor.backend.MatmulKernels.Matrix;
import llm.tensor.backend.MatmulKernels.Size;
import llm.tensor.backend.OptimizerKernels.Adam;
import llm.tensor.backend.OptimizerKernels.Moments;
import llm.tensor.backend.Precision;
import llm.tensor.backend.Storage;
import llm.tensor.backend.StridedView;
import llm.tensor.layer.Linear;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Factors of products in BF16")
@ExtendWith(NeedsDevice.class)
class RoundedFactorsTest {
    private static final int ROWS = 40;
    private static final int SIDE = 48;                      // of a square weight

    private static WatchedGpu gpu;
    private static CudaBackend device;

    @BeforeAll
    static void open() {
        TwinGpu twin = TwinGpu.open();
        gpu = WatchedGpu.with(twin, new HostProducts(twin));
        device = new CudaBackend("cuda:twin", gpu);
        device.usePrecision(Precision.BF16);
    }

    @AfterAll
    static void close() {
        gpu.close();
    }

    private static int timesRounded(Runnable work) {
        gpu.launches().clear();
        work.run();
        return (int) gpu.launches().stream().filter(l -> l.kernel().equals("pack_bf16")).count();
    }

    private static Storage random(int seed, int rows) {
        Storage storage = device.memory().allocate((long) rows * SIDE);
        device.memory().write(new RandomState(seed).normal(1, rows, SIDE).toArray(), storage, 0);
        return storage;
    }

    private static float[] read(Storage storage) {
        float[] values = new float[Math.toIntExact(storage.size())];
        device.memory().read(storage, 0, values);
        return values;
    }

    @Test
    @DisplayName("are rounded once: a weight until it changes, a gradient for both its products")
    void once() {
        Linear layer = new Linear(SIDE, SIDE, false, new RandomState(1));
        layer.to(device);
        Tensor x = new RandomState(2).normal(1, ROWS, SIDE).to(device).requireGrad(true);
        assertThat(timesRounded(() -> Autograd.noGrad(() -> layer.forward(x)))).isEqualTo(2);
        Tensor[] y = new Tensor[1];
        assertThat(timesRounded(() -> y[0] = layer.forward(x))).as("x").isEqualTo(1);
        Tensor g = new RandomState(3).normal(1, ROWS, SIDE).to(device);
        assertThat(timesRounded(() -> y[0].backward(g))).as("g and x").isEqualTo(2);
        device.elementwise().scale(layer.weight().storage(), 2, 0, layer.weight().storage(), false);
        assertThat(timesRounded(() -> Autograd.noGrad(() -> layer.forward(x)))).isEqualTo(1);
    }

    @Test
    @DisplayName("give their memory back with the storage")
    void memory() {
        long before = device.memory().bytesInUse();
        Storage weight = random(1, SIDE);
        long exact = device.memory().bytesInUse();
        product(weight);
        assertThat(device.memory().bytesInUse()).isGreaterThan(exact);
        weight.release();
        assertThat(device.memory().bytesInUse()).isEqualTo(before);
    }

    /// `(ROWS, SIDE)` of fixed values times a weight.
    private static float[] product(Storage weight) {
        Storage x = random(7, ROWS);
        Storage y = device.memory().allocate((long) ROWS * SIDE);
        Storage none = device.memory().allocate(0);
        device.matmul().linear(new Size(ROWS, SIDE, SIDE), x, weight, none, y, y, Activation.NONE);
        float[] values = read(y);
        List.of(x, y, none).forEach(Storage::release);
        return values;
    }

    private static Named<BiConsumer<Storage, Storage>> write(String name,
            BiConsumer<Storage, Storage> write) {
        return Named.of(name, write);
    }

    /// Writes to a weight; the other storage has as many values.
    static Stream<Named<BiConsumer<Storage, Storage>>> writes() {
        Size whole = new Size(SIDE, SIDE, SIDE);
        Size few = new Size(9, SIDE, SIDE);
        return Stream.of(
                write("write", (w, x) -> device.memory().write(read(x), w, 0)),
                write("copy", (w, x) -> device.memory().copy(x, w)),
                write("fill", (w, _) -> device.memory().fill(w, 2)),
                write("gather", (w, x) -> device.memory().gatherInto(view(x), new Target(w, true))),
                write("scatter", (w, x) -> device.memory().scatter(x, view(w), true)),
                write("apply", (w, _) -> device.elementwise().apply(Function.SQUARE, w, w)),
                write("combine", (w, x) -> device.elementwise().combine(Operator.ADD, w, x, w,
                        false)),
                write("product", (w, x) -> device.matmul().multiply(whole, Matrix.of(x, SIDE),
                        Matrix.of(x, SIDE), Matrix.of(w, SIDE), true)),
                write("product of few rows", (w, x) -> device.matmul().multiply(few,
                        Matrix.of(x, SIDE), Matrix.of(x, SIDE).transpose(), Matrix.of(w, SIDE),
                        false)),
                write("layer", (w, x) -> device.matmul().linear(whole, x, x,
                        device.memory().allocate(0), w, w, Activation.NONE)),
                write("sum", (w, x) -> device.rows().sum(x, 1, 1, SIDE * SIDE, w, true)),
                write("softmax", (w, _) -> device.rows().softmax(w, w, SIDE, SIDE)),
                write("Adam", (w, x) -> device.optimizer().adam(new Adam(0.1, 0.9, 0.99, 1e-8, 0, 0,
                        1), List.of(new Moments(w, x, random(8, SIDE), random(9, SIDE))))),
                write("SGD", (w, x) -> device.optimizer().sgd(0.1, 0, 0, w, x, x)));
    }

    private static StridedView view(Storage storage) {
        return new StridedView(storage, 0, new int[] {SIDE, SIDE}, new long[] {1, SIDE});
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("writes")
    @DisplayName("are those of now, whatever has written to a weight")
    void afterWrite(BiConsumer<Storage, Storage> write) {
        Storage weight = random(1, SIDE);
        float[] before = product(weight);
        write.accept(weight, random(4, SIDE));
        Storage fresh = device.memory().allocate(weight.size());
        device.memory().write(read(weight), fresh, 0);
        assertThat(product(weight)).isEqualTo(product(fresh)).isNotEqualTo(before);
    }
}
