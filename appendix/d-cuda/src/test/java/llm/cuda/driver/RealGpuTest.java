package llm.cuda.driver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import llm.cuda.gpu.Grid;
import llm.cuda.gpu.KernelSource;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A real GPU, where there is one")
class RealGpuTest {
    private static final Size SIZE = new Size(70, 72, 130);

    private NvidiaGpu gpu;

    @BeforeEach
    void open() {
        CudaDevices.Report report = CudaDevices.report();
        assumeTrue(report.usable(), report.toString());
        gpu = NvidiaGpu.open(0);
    }

    @AfterEach
    void close() {
        if (gpu != null) {
            gpu.close();
        }
    }

    private long onDevice(float[] values) {
        long address = gpu.allocate(4L * values.length);
        gpu.copyIn(MemorySegment.ofArray(values), address);
        return address;
    }

    private float[] read(long address, int length) {
        float[] values = new float[length];
        gpu.copyOut(address, MemorySegment.ofArray(values));
        return values;
    }

    /// Numbers of 8 bits, which TF32 and bfloat16 hold exactly.
    private static float[] random(int length) {
        Random random = new Random(length);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (random.nextInt(256) - 128) / 128f;
        }
        return values;
    }

    @Test
    @DisplayName("runs a kernel, copies 100 MiB, and has its room again")
    void works() {
        gpu.synchronize();
        long free = gpu.room().freeBytes();
        float[] values = random(25 << 20);
        long x = onDevice(values);
        long y = gpu.allocate(4L * values.length);
        gpu.copy(x, y, 4L * values.length);
        assertArrayEquals(values, read(y, values.length));
        int[] pattern = new int[100];
        gpu.launch(gpu.kernel(KernelSource.of("sentinel.cu"), "sentinel"), Grid.overValues(100), x,
                100, 0);
        gpu.copyOut(x, MemorySegment.ofArray(pattern));
        assertEquals(99 * 0x01000193, pattern[99]);
        gpu.free(x);
        gpu.free(y);
        gpu.synchronize();
        assertEquals(free, gpu.room().freeBytes(), 64 << 20);
    }

    private static float[] expected(float[] a, boolean aTransposed, float[] b, boolean bTransposed) {
        float[] c = new float[SIZE.m() * SIZE.n()];
        for (int row = 0; row < SIZE.m(); row++) {
            for (int column = 0; column < SIZE.n(); column++) {
                double sum = 0;
                for (int i = 0; i < SIZE.k(); i++) {
                    sum += (double) a[aTransposed ? i * SIZE.m() + row : row * SIZE.k() + i]
                            * b[bTransposed ? column * SIZE.k() + i : i * SIZE.n() + column];
                }
                c[row * SIZE.n() + column] = (float) sum;
            }
        }
        return c;
    }

    @ParameterizedTest(name = "{0} of {1}, aᵀ: {2}, bᵀ: {3}")
    @CsvSource({"FLOAT32,FLOAT32,false,false", "FLOAT32,FLOAT32,true,false",
        "FLOAT32,FLOAT32,false,true", "FLOAT32,FLOAT32,true,true", "TF32,FLOAT32,false,true",
        "FLOAT32,BFLOAT16,false,true", "FLOAT32,BFLOAT16,true,false"})
    @DisplayName("multiplies, and adds to what is there, batch by batch")
    void products(Precision precision, Element element, boolean aTransposed, boolean bTransposed) {
        Products products = gpu.products().orElseThrow();
        float[] a = random(SIZE.m() * SIZE.k());
        float[] b = random(SIZE.k() * SIZE.n());
        float[] once = expected(a, aTransposed, b, bTransposed);
        Matrix left = new Matrix(factor(twice(a), element), element,
                aTransposed ? SIZE.m() : SIZE.k(), aTransposed, a.length);
        Matrix right = Matrix.of(factor(b, element), element,
                bTransposed ? SIZE.k() : SIZE.n(), bTransposed);
        long c = gpu.allocate(8L * once.length);
        Matrix result = new Matrix(c, Element.FLOAT32, SIZE.n(), false, once.length);
        products.multiply(new Product(SIZE, 2, precision, false), left, right, result);
        assertArrayEquals(twice(once), read(c, 2 * once.length), 1e-4f);
        products.multiply(new Product(SIZE, 2, precision, true), left, right, result);
        float[] doubled = twice(once);
        for (int i = 0; i < doubled.length; i++) {
            doubled[i] *= 2;
        }
        assertArrayEquals(doubled, read(c, 2 * once.length), 2e-4f);
    }

    private static float[] twice(float[] values) {
        float[] twice = Arrays.copyOf(values, 2 * values.length);
        System.arraycopy(values, 0, twice, values.length, values.length);
        return twice;
    }

    private long factor(float[] values, Element element) {
        if (element == Element.FLOAT32) {
            return onDevice(values);
        }
        short[] halves = new short[values.length];
        for (int i = 0; i < halves.length; i++) {
            halves[i] = (short) (Float.floatToIntBits(values[i]) >>> 16);
        }
        long address = gpu.allocate(2L * halves.length);
        gpu.copyIn(MemorySegment.ofArray(halves), address);
        return address;
    }

    @ParameterizedTest(name = "{0}, inner kept: {1}")
    @CsvSource({"NONE,false", "GELU_TANH,false", "GELU_TANH,true"})
    @DisplayName("adds a bias and applies GELU, or declines")
    void epilogues(Activation activation, boolean keep) {
        float[] x = random(SIZE.m() * SIZE.k());
        float[] weight = random(SIZE.n() * SIZE.k());
        float[] bias = random(SIZE.n());
        float[] sums = expected(x, false, weight, true);
        long y = gpu.allocate(4L * sums.length);
        long inner = keep ? gpu.allocate(4L * sums.length) : 0;
        boolean done = gpu.products().orElseThrow().multiplyThen(
                new Product(SIZE, 1, Precision.FLOAT32, false),
                Matrix.of(onDevice(x), Element.FLOAT32, SIZE.k(), false),
                Matrix.of(onDevice(weight), Element.FLOAT32, SIZE.k(), true),
                Matrix.of(y, Element.FLOAT32, SIZE.n(), false),
                new Epilogue(onDevice(bias), inner, activation));
        assumeTrue(done, "this version of cuBLASLt has no such epilogue");
        float[] found = read(y, sums.length);
        float[] kept = keep ? read(inner, sums.length) : new float[0];
        for (int i = 0; i < sums.length; i++) {
            float sum = sums[i] + bias[i % SIZE.n()];
            float wanted = activation == Activation.NONE ? sum : gelu(sum);
            assertEquals(wanted, found[i], 1e-3f, "GELU's tanh may be an approximation");
            assertTrue(!keep || Math.abs(sum - kept[i]) < 1e-4f);
        }
    }

    private static float gelu(double x) {
        return (float) (x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI)
                * (x + 0.044715 * x * x * x))));
    }
}
