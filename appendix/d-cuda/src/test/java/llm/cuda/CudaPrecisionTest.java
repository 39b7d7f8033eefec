package llm.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import llm.cuda.gpu.Gpu;
import llm.tensor.RandomState;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import llm.tensor.backend.Backend;
import llm.tensor.backend.Precision;
import llm.tensor.plain.PlainBackend;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Against the plain device, which works in double precision. A factor that keeps `b` bits behind
/// the first is off by at most `2⁻ᵇ⁻¹` of itself, by a third of that on average.
@DisplayName("Products on a GPU, and their gradients")
@ExtendWith(NeedsDevice.class)
class CudaPrecisionTest {
    private static final Backend PLAIN = new PlainBackend();
    private static final int ROWS = 96;
    private static final int INNER = 160;
    private static final int COLUMNS = 80;

    private static Gpu gpu;
    private static Backend cuda;

    @BeforeAll
    static void open() {
        gpu = NeedsDevice.open();
        cuda = new CudaBackend("cuda", gpu);
    }

    @AfterAll
    static void close() {
        if (gpu != null) {
            gpu.close();
        }
    }

    @ParameterizedTest(name = "{0}: between {1} and {2} of their length")
    @DisplayName("are off by what their precision loses")
    @CsvSource({"F32, 0, 1e-6", "TF32, 1e-5, 1e-3", "BF16, 1e-3, 5e-3"})
    void error(Precision precision, double least, double most) {
        cuda.usePrecision(precision);
        try {
            List<float[]> got = productAndGradients(cuda);
            List<float[]> exact = productAndGradients(PLAIN);
            for (int i = 0; i < exact.size(); i++) {
                assertThat(CudaAttentionTest.relativeError(got.get(i), exact.get(i)))
                        .as("result %d", i).isBetween(least, most);
            }
        } finally {
            cuda.usePrecision(Precision.F32);
        }
    }

    private static List<float[]> productAndGradients(Backend device) {
        Tensor a = random(1, device, ROWS, INNER).requireGrad(true);
        Tensor b = random(2, device, INNER, COLUMNS).requireGrad(true);
        Tensor product = a.matmul(b);                       // (ROWS, COLUMNS)
        product.backward(random(3, device, ROWS, COLUMNS));
        return List.of(product.toArray(), a.grad().toArray(), b.grad().toArray());
    }

    private static Tensor random(int seed, Backend device, int... shape) {
        float[] values = new RandomState(seed).normal(1, shape).toArray();
        return Tensor.of(values, Shape.of(shape), device);
    }
}
