package llm.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import llm.cuda.gpu.Gpu;
import llm.cuda.twin.TwinGpu;
import llm.tensor.Autograd;
import llm.tensor.RandomState;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import llm.tensor.backend.Backend;
import llm.tensor.backend.DType;
import llm.tensor.backend.Precision;
import llm.tensor.layer.Linear;
import llm.tensor.op.LinearOp;
import llm.tensor.plain.PlainBackend;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Products on a GPU")
@ExtendWith(NeedsDevice.class)
class CudaMatmulTest {
    private static final Backend PLAIN = new PlainBackend();
    private static Gpu gpu;
    private static HostProducts library;
    private static CudaBackend withLibrary;
    private static CudaBackend byTiles;

    @BeforeAll
    static void open() {
        gpu = TwinGpu.open();
        library = new HostProducts(gpu);
        withLibrary = new CudaBackend("cuda:library", WatchedGpu.with(gpu, library));
        byTiles = new CudaBackend("cuda:tiles", gpu);
    }

    @AfterAll
    static void close() {
        gpu.close();
    }

    private static Tensor random(int seed, Backend device, int... shape) {
        float[] values = new RandomState(seed).normal(1, shape).toArray();
        return Tensor.of(values, Shape.of(shape), device);
    }

    private static float[] product(Backend device, int batch, int m, int n, int k) {
        Tensor a = random(1, device, batch, m, k);
        Tensor b = random(2, device, batch, k, n);
        return a.matmul(b).toArray();
    }

    @ParameterizedTest(name = "{0} of {1} × {3} · {3} × {2}")
    @DisplayName("are the same by tiles and by a library")
    @CsvSource({"1, 1, 1, 1", "1, 65, 70, 33", "3, 5, 7, 16", "2, 128, 64, 100"})
    void same(int batch, int m, int n, int k) {
        float[] exact = product(PLAIN, batch, m, n, k);
        float tolerance = 1e-6f * k;
        assertThat(product(byTiles, batch, m, n, k)).usingComparatorWithPrecision(tolerance)
                .containsExactly(exact);
        assertThat(product(withLibrary, batch, m, n, k)).usingComparatorWithPrecision(tolerance)
                .containsExactly(exact);
    }

    @ParameterizedTest
    @DisplayName("read their factors in the precision asked for")
    @EnumSource(Precision.class)
    void precision(Precision precision) {
        float[] exact = product(PLAIN, 1, 40, 30, 50);
        float[] rounded = roundedProduct(precision);
        byTiles.usePrecision(precision);
        withLibrary.usePrecision(precision);
        try {
            assertThat(product(byTiles, 1, 40, 30, 50)).usingComparatorWithPrecision(1e-5f)
                    .containsExactly(rounded);
            assertThat(product(withLibrary, 1, 40, 30, 50)).usingComparatorWithPrecision(1e-5f)
                    .containsExactly(rounded);
        } finally {
            byTiles.usePrecision(Precision.F32);
            withLibrary.usePrecision(Precision.F32);
        }
        assertThat(library.asked.getLast()).isEqualTo(switch (precision) {
            case F32 -> "FLOAT32 FLOAT32";
            case TF32 -> "FLOAT32 TF32";
            case BF16 -> "BFLOAT16 FLOAT32";
        });
        double error = 0;
        for (int i = 0; i < exact.length; i++) {
            error = Math.max(error, Math.abs(exact[i] - rounded[i]));
        }
        assertThat(error).isBetween(precision == Precision.F32 ? 0 : 1e-4,
                precision == Precision.F32 ? 1e-5 : precision == Precision.TF32 ? 0.02 : 0.2);
    }

    /// By the readable device, of factors that are rounded before.
    private static float[] roundedProduct(Precision precision) {
        int kept = switch (precision) {
            case F32 -> 23;
            case TF32 -> 10;
            case BF16 -> 7;
        };
        Tensor a = rounded(random(1, PLAIN, 1, 40, 50), kept);
        return a.matmul(rounded(random(2, PLAIN, 1, 50, 30), kept)).toArray();
    }

    private static Tensor rounded(Tensor x, int kept) {
        float[] values = x.toArray();
        for (int i = 0; i < values.length; i++) {
            double unit = Math.ulp(values[i]) * Math.pow(2, 23 - kept);
            values[i] = (float) (Math.rint(values[i] / unit) * unit);
        }
        return Tensor.of(values, x.shape(), PLAIN);
    }

    @ParameterizedTest(name = "{0} rows, weight in {1}")
    @DisplayName("of a linear layer are the readable device's, whatever the weight is kept in")
    @CsvSource({"3, F32", "3, BF16", "3, INT8", "40, F32", "40, BF16", "40, INT8"})
    void linear(int rows, DType dtype) {
        Linear layer = new Linear(200, 70, true, new RandomState(3));
        layer.to(PLAIN);
        layer.to(dtype);
        float[] exact = forward(layer, rows, PLAIN);
        assertThat(forward(layer, rows, byTiles)).usingComparatorWithPrecision(2e-5f)
                .containsExactly(exact);
        assertThat(forward(layer, rows, withLibrary)).usingComparatorWithPrecision(2e-5f)
                .containsExactly(exact);
    }

    private static float[] forward(Linear layer, int rows, Backend device) {
        layer.to(device);
        return Autograd.noGrad(() -> layer.forward(random(4, device, rows, 200))).toArray();
    }

    @ParameterizedTest(name = "{0} → {1}, weight in {2}")
    @DisplayName("of few rows are the readable device's, the same bits whoever is beside a row")
    @CsvSource({"200, 70, F32", "201, 7, F32", "2048, 9, F32", "200, 70, BF16", "1027, 5, BF16",
        "2048, 9, BF16", "208, 70, INT8", "1030, 5, INT8", "5000, 3, INT8", "1, 1, F32"})
    void fewRows(int in, int out, DType dtype) {
        Linear layer = new Linear(in, out, true, new RandomState(3));
        layer.to(PLAIN);
        layer.to(dtype);
        Tensor all = random(4, PLAIN, 32, in);
        float[] exact = Autograd.noGrad(() -> layer.forward(all)).toArray();
        float[] gelu = Autograd.noGrad(() -> layer.forwardGelu(all)).toArray();
        layer.to(withLibrary);
        int asked = library.asked.size();
        float[] together = outputs(layer, all);
        assertThat(together).usingComparatorWithPrecision(1e-6f * in + 1e-5f)
                .containsExactly(exact);
        for (int rows : new int[] {1, 2, 3, 4, 7, 8, 9, 31}) {
            float[] these = outputs(layer, all.slice(0, 32 - rows, 32));
            assertThat(these).isEqualTo(Arrays.copyOfRange(together, (32 - rows) * out, 32 * out));
        }
        assertThat(Autograd.noGrad(() -> layer.forwardGelu(all.to(withLibrary))).toArray())
                .usingComparatorWithPrecision(1e-6f * in + 1e-5f).containsExactly(gelu);
        assertThat(library.asked).as("who chooses by the number of rows").hasSize(asked);
    }

    private static float[] outputs(Linear layer, Tensor x) {
        return Autograd.noGrad(() -> layer.forward(x.to(withLibrary))).toArray();
    }

    @Test
    @DisplayName("take a weight in BF16 as it is kept, where factors are read so")
    void bf16Weight() {
        Linear layer = new Linear(200, 70, true, new RandomState(3));
        layer.to(DType.BF16);
        float[] narrow = forward(layer, 40, withLibrary);
        withLibrary.usePrecision(Precision.BF16);
        try {
            float[] both = forward(layer, 40, withLibrary);
            assertThat(library.asked.getLast()).startsWith("BFLOAT16");
            assertThat(both).usingComparatorWithPrecision(0.02f).containsExactly(narrow);
        } finally {
            withLibrary.usePrecision(Precision.F32);
        }
    }

    @ParameterizedTest(name = "weight in {0}, precision {1}")
    @DisplayName("are done by tiles where the library refuses them")
    @CsvSource({"F32, F32", "F32, BF16", "BF16, BF16", "INT8, BF16"})
    void refused(DType dtype, Precision precision) {
        Linear layer = new Linear(200, 70, true, new RandomState(3));
        layer.to(dtype);
        byTiles.usePrecision(precision);
        withLibrary.usePrecision(precision);
        library.hasProducts = false;
        try {
            assertThat(forward(layer, 40, withLibrary)).isEqualTo(forward(layer, 40, byTiles));
            assertThat(product(withLibrary, 3, 5, 7, 16)).isEqualTo(product(byTiles, 3, 5, 7, 16));
        } finally {
            library.hasProducts = true;
            byTiles.usePrecision(Precision.F32);
            withLibrary.usePrecision(Precision.F32);
        }
    }

    @Test
    @DisplayName("leave bias and activation to the library where it has them")
    void epilogue() {
        Tensor x = random(1, withLibrary, 33, 12);
        Tensor weight = random(2, withLibrary, 7, 12);
        Tensor bias = random(3, withLibrary, 7);
        float[] fused = LinearOp.linearGelu(x, weight, bias).toArray();
        assertThat(library.asked.getLast()).endsWith("then GELU_TANH");
        library.hasEpilogues = false;
        float[] apart = LinearOp.linearGelu(x, weight, bias).toArray();
        library.hasEpilogues = true;
        assertThat(library.asked.getLast()).doesNotContain("then");
        assertThat(fused).usingComparatorWithPrecision(1e-6f).containsExactly(apart);
        float[] plain = LinearOp.linearGelu(random(1, PLAIN, 33, 12),
                random(2, PLAIN, 7, 12), random(3, PLAIN, 7)).toArray();
        assertThat(fused).usingComparatorWithPrecision(1e-5f).containsExactly(plain);
    }
}
