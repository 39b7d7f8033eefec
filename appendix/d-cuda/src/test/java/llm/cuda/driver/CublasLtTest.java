package llm.cuda.driver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Random;
import llm.cuda.gpu.Products;
import llm.cuda.gpu.Products.Element;
import llm.cuda.gpu.Products.Epilogue;
import llm.cuda.gpu.Products.Matrix;
import llm.cuda.gpu.Products.Precision;
import llm.cuda.gpu.Products.Product;
import llm.tensor.backend.MatmulKernels.Activation;
import llm.tensor.backend.MatmulKernels.Size;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Products, by a fake library that does what its descriptors say")
class CublasLtTest {
    private static final Size SIZE = new Size(3, 5, 4);
    private static final int PAD = 3;                           // more values in a row than columns

    @TempDir
    Path kernels;
    private FakeCuda fake;
    private NvidiaGpu gpu;
    private Products products;

    @BeforeEach
    void start() {
        fake = FakeCuda.fresh();
        gpu = NvidiaGpu.open(0, fake.libraries(), kernels);
        products = gpu.products().orElseThrow();
    }

    @AfterEach
    void close() {
        if (gpu != null) {
            gpu.close();
            assertEquals(0, fake.control().fake_live(), "all descriptors are destroyed");
        }
    }

    /// Values on the device and, the same, here.
    private record Values(long address, float[] host, int stride, boolean transposed,
                          int batchStride, Element element) {
        Matrix matrix() {
            return new Matrix(address, element, stride, transposed, batchStride);
        }

        float at(int batch, int row, int column) {
            return host[batch * batchStride + (transposed ? column * stride + row
                    : row * stride + column)];
        }
    }

    private Values random(int rows, int columns, boolean transposed, int batch, Element element) {
        int stride = PAD + (transposed ? rows : columns);
        int batchStride = stride * (transposed ? columns : rows) + 1;
        float[] host = new float[batch * batchStride];
        short[] halves = new short[host.length];
        Random random = new Random(rows * 31L + columns);
        for (int i = 0; i < host.length; i++) {
            int bits = Float.floatToIntBits(random.nextFloat() - 0.5f) >>> 16;
            halves[i] = (short) bits;
            host[i] = Float.intBitsToFloat(bits << 16);         // exact in both types
        }
        MemorySegment bytes = element == Element.FLOAT32 ? MemorySegment.ofArray(host)
                : MemorySegment.ofArray(halves);
        long address = gpu.allocate(bytes.byteSize());
        gpu.copyIn(bytes, address);
        return new Values(address, host, stride, transposed, batchStride, element);
    }

    private static float[] expected(Size size, Values a, Values b, Values c, int batch,
            boolean add) {
        float[] sums = c.host().clone();
        for (int i = 0; i < batch; i++) {
            for (int row = 0; row < size.m(); row++) {
                for (int column = 0; column < size.n(); column++) {
                    double sum = add ? c.at(i, row, column) : 0;
                    for (int k = 0; k < size.k(); k++) {
                        sum += (double) a.at(i, row, k) * b.at(i, k, column);
                    }
                    sums[i * c.batchStride() + row * c.stride() + column] = (float) sum;
                }
            }
        }
        return sums;
    }

    private float[] read(long address, int length) {
        float[] values = new float[length];
        gpu.copyOut(address, MemorySegment.ofArray(values));
        return values;
    }

    @ParameterizedTest(name = "aᵀ: {0}, bᵀ: {1}, batch {2}, {3}, add: {4}")
    @CsvSource({
        "false,false,1,FLOAT32,false", "true,false,1,FLOAT32,true", "false,true,1,FLOAT32,false",
        "true,true,2,FLOAT32,true", "false,true,3,FLOAT32,false", "false,true,1,BFLOAT16,false",
        "true,false,2,BFLOAT16,true", "false,false,3,BFLOAT16,true"})
    @DisplayName("of matrices inside greater ones, and nothing beside the result is touched")
    void products(boolean aTransposed, boolean bTransposed, int batch, Element element,
            boolean add) {
        Values a = random(SIZE.m(), SIZE.k(), aTransposed, batch, element);
        Values b = random(SIZE.k(), SIZE.n(), bTransposed, batch, element);
        Values c = random(SIZE.m(), SIZE.n(), false, batch, Element.FLOAT32);
        products.multiply(new Product(SIZE, batch, Precision.FLOAT32, add), a.matrix(), b.matrix(),
                c.matrix());
        assertArrayEquals(expected(SIZE, a, b, c, batch, add), read(c.address(), c.host().length),
                1e-6f);
    }

    @Test
    @DisplayName("of a batch whose factors share a matrix")
    void shared() {
        Values a = random(SIZE.m(), SIZE.k(), false, 2, Element.FLOAT32);
        Values b = random(SIZE.k(), SIZE.n(), false, 1, Element.FLOAT32);
        Values c = random(SIZE.m(), SIZE.n(), false, 2, Element.FLOAT32);
        Values same = new Values(b.address(), b.host(), b.stride(), false, 0, b.element());
        products.multiply(new Product(SIZE, 2, Precision.FLOAT32, false), a.matrix(),
                Matrix.of(b.address(), b.element(), b.stride(), false), c.matrix());
        assertArrayEquals(expected(SIZE, a, same, c, 2, false), read(c.address(), c.host().length),
                1e-6f);
    }

    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource({"FLOAT32,FLOAT32,68", "TF32,FLOAT32,77", "FLOAT32,BFLOAT16,68", "TF32,BFLOAT16,68"})
    @DisplayName("with the arithmetic that is asked for")
    void precision(Precision precision, Element element, int computeType) {
        Values a = random(2, 2, false, 1, element);
        Values c = random(2, 2, false, 1, Element.FLOAT32);
        products.multiply(new Product(new Size(2, 2, 2), 1, precision, false), a.matrix(),
                a.matrix(), c.matrix());
        assertEquals(computeType, fake.control().fake_compute_type());
    }

    private static float gelu(double x) {
        return (float) (x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI)
                * (x + 0.044715 * x * x * x))));
    }

    @ParameterizedTest(name = "{0}, inner kept: {1}")
    @CsvSource({"NONE,false", "GELU_TANH,false", "GELU_TANH,true"})
    @DisplayName("with a bias and what follows")
    void epilogues(Activation activation, boolean keep) {
        Values x = random(3, 4, false, 1, Element.FLOAT32);
        Values weight = random(4, 5, true, 1, Element.FLOAT32);
        Values y = random(3, 5, false, 1, Element.FLOAT32);     // rows of 8 values
        Values bias = random(1, 5, false, 1, Element.FLOAT32);
        long inner = keep ? gpu.allocate(4 * y.host().length) : 0;
        float[] before = expected(new Size(3, 5, 4), x, weight, y, 1, false);
        Product product = new Product(new Size(3, 5, 4), 1, Precision.FLOAT32, false);
        assertTrue(products.multiplyThen(product, x.matrix(), weight.matrix(), y.matrix(),
                new Epilogue(bias.address(), inner, activation)));
        float[] found = read(y.address(), y.host().length);
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 5; column++) {
                int at = row * y.stride() + column;
                float sum = before[at] + bias.host()[column];
                assertEquals(activation == Activation.NONE ? sum : gelu(sum), found[at], 1e-6f);
                if (keep) {
                    assertEquals(sum, read(inner, y.host().length)[at], 1e-6f);
                }
            }
        }
    }

    @Test
    @DisplayName("declines what the library does not have, and does nothing")
    void declines() {
        Values a = random(4, 4, false, 1, Element.FLOAT32);     // rows of 7 values: not of 8
        Values bias = random(1, 4, false, 1, Element.FLOAT32);
        Product product = new Product(new Size(4, 4, 4), 1, Precision.FLOAT32, false);
        fake.control().fake_clear_log();
        assertFalse(products.multiplyThen(product, a.matrix(), a.matrix(), a.matrix(),
                new Epilogue(bias.address(), bias.address(), Activation.GELU_TANH)));
        assertFalse(products.multiplyThen(product, a.matrix(), a.matrix(), a.matrix(),
                new Epilogue(bias.address() + 4, 0, Activation.NONE)), "a bias at an odd address");
        assertFalse(products.multiplyThen(product, a.matrix(), a.matrix(), a.matrix(),
                new Epilogue(bias.address(), bias.address(), Activation.NONE)));
        assertFalse(fake.log().contains("cublasLtMatmul"));
    }

    @Test
    @DisplayName("chooses once for each kind, which knows how addresses are aligned")
    void choices() {
        Values a = random(8, 8, false, 1, Element.FLOAT32);
        Product product = new Product(new Size(2, 2, 2), 1, Precision.FLOAT32, false);
        Matrix aligned = a.matrix();
        Matrix odd = Matrix.of(a.address() + 4, Element.FLOAT32, a.stride(), false);
        long c = gpu.allocate(256);
        Matrix result = Matrix.of(c, Element.FLOAT32, 2, false);
        products.multiply(product, aligned, aligned, result);
        products.multiply(product, aligned, aligned, result);
        assertEquals(1, fake.control().fake_choices());
        products.multiply(product, odd, aligned, Matrix.of(c + 16, Element.FLOAT32, 2, false));
        assertEquals(2, fake.control().fake_choices());
        assertEquals(256, fake.control().fake_alignment(0), "b is cuBLASLt's a");
        assertEquals(4, fake.control().fake_alignment(1));
        assertEquals(16, fake.control().fake_alignment(2));
        assertEquals(16, fake.control().fake_alignment(3));
    }

    @Test
    @DisplayName("keeps what it chose for the last 1,024 kinds, and no more")
    void manyKinds() {
        long row = gpu.allocate(4 * 1100);
        Matrix one = Matrix.of(row, Element.FLOAT32, 1, false);
        int before = fake.control().fake_live();
        for (int n = 1; n <= 1100; n++) {
            Matrix of = Matrix.of(row, Element.FLOAT32, n, false);
            products.multiply(new Product(new Size(1, n, 1), 1, Precision.FLOAT32, false), one, of,
                    of);
        }
        assertEquals(1024 * 4, fake.control().fake_live() - before,
                "a descriptor and three layouts for each");
    }

    @Test
    @DisplayName("are declined where the library says that it cannot do them, whatever its words")
    void refuses() {
        Values a = random(2, 2, false, 1, Element.BFLOAT16);
        Values b = random(2, 2, false, 1, Element.FLOAT32);
        Product product = new Product(new Size(2, 2, 2), 1, Precision.FLOAT32, false);
        fake.control().fake_clear_log();
        assertFalse(products.multiply(product, a.matrix(), b.matrix(), b.matrix()), "two types");
        for (int status : new int[] {7, 8, 15}) {
            Matrix other = Matrix.of(b.address(), Element.FLOAT32, 2 + status, false);
            fake.fail("cublasLtMatmulAlgoGetHeuristic", status);
            assertFalse(products.multiply(product, other, b.matrix(), b.matrix()), "" + status);
            fake.fail("state", status);
            assertFalse(products.multiply(product, b.matrix(), other, b.matrix()), "" + status);
        }
        fake.fail("none", 0);
        assertFalse(fake.log().contains("cublasLtMatmul"));
    }

    @Test
    @DisplayName("say which call failed, and give back what they created")
    void failure() {
        Values a = random(2, 2, false, 1, Element.FLOAT32);
        Product product = new Product(new Size(2, 2, 2), 1, Precision.FLOAT32, false);
        for (String function : new String[] {"cublasLtMatmulDescCreate",
            "cublasLtMatrixLayoutSetAttribute", "cublasLtMatmulAlgoGetHeuristic"}) {
            fake.fail(function, 14);
            assertEquals(function + " must succeed, got status 14 (an internal operation failed)",
                    assertThrows(CudaException.class, () -> products.multiply(product, a.matrix(),
                            a.matrix(), a.matrix())).getMessage());
        }
        fake.fail("none", 0);
    }
}
