package llm.cpu.x86;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import llm.cpu.memory.NativeBlock;
import llm.cpu.memory.Workers;
import llm.cpu.quantized.Gemv.Vectors;
import llm.cpu.quantized.Int8Storage;
import llm.cpu.quantized.QuantizedStorage.Size;
import llm.tensor.Backends;
import llm.tensor.backend.DType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Machine code for INT8 should")
class Int8CodeTest {
    private static final double ROUNDING = Math.pow(2, -22); // of float32 sums
    private final RandomGenerator random = new SplittableRandom(7);

    @BeforeEach
    void needsCode() {
        assumeTrue(Int8Code.runsHere(), "needs Linux on x86-64 with AVX2");
    }

    @ParameterizedTest(name = "{0} rows, {1} columns, {2} vectors")
    @CsvSource({"1, 128, 1", "3, 32, 1", "4, 96, 2", "11, 172, 3", "23, 768, 1", "9, 31, 2"})
    @DisplayName("be off by what rounding x gives at most")
    void bound(int rows, int columns, int vectors) {
        requireProducts(rows, columns, normal(vectors * columns), true);
    }

    @ParameterizedTest(name = "{0} rows, {1} columns, {2} vectors")
    @CsvSource({"1, 128, 1", "5, 127, 2", "8, 129, 1", "23, 300, 3"})
    @DisplayName("be exact for whole numbers of 16 bits, up to float32 sums")
    void exact(int rows, int columns, int vectors) {
        float[] x = new float[vectors * columns];
        for (int i = 0; i < x.length; i++) {
            x[i] = i % columns % DType.GROUP == 0 ? -32_767
                    : random.nextInt(-32_767, 32_768);
        }

        requireProducts(rows, columns, x, false);
    }

    /// Holds the products against sums in double precision.
    private void requireProducts(int rows, int columns, float[] x, boolean xIsRounded) {
        int vectors = x.length / columns;
        Int8Storage weights = weights(rows, columns);
        float[] y = products(weights, x, vectors);
        for (int v = 0; v < vectors; v++) {
            for (int row = 0; row < rows; row++) {
                double sum = 0;
                double tolerance = 0;
                for (int j = 0; j < columns; j++) {
                    double w = weights.value(row, j);
                    double term = w * x[v * columns + j];
                    sum += term;
                    tolerance += Math.abs(term) * ROUNDING;
                    if (xIsRounded) {
                        tolerance += Math.abs(w) * halfScale(x, v * columns, j, columns);
                    }
                }
                assertThat((double) y[v * rows + row]).as("vector %d, row %d", v, row)
                        .isCloseTo(sum, within(tolerance));
            }
        }
    }

    private static double halfScale(float[] x, int from, int j, int columns) {
        int start = j - j % DType.GROUP;
        double largest = 0;
        for (int i = start; i < Math.min(columns, start + DType.GROUP); i++) {
            largest = Math.max(largest, Math.abs(x[from + i]));
        }
        return largest / 32_767 / 2 * (1 + 1e-3);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    @DisplayName("not make a number of what is none:")
    void notFinite(float value) {
        float[] x = new float[130];
        x[129] = value;

        assertThat(products(weights(5, 130), x, 1)).containsOnly(Float.NaN);
    }

    @Test
    @DisplayName("make 0 of zeros and of the smallest numbers there are")
    void smallest() {
        float[] x = new float[64];
        x[3] = Float.MIN_VALUE;

        assertThat(products(weights(6, 64), x, 1)).containsOnly(0f);
        assertThat(products(weights(6, 64), new float[64], 1)).containsOnly(0f);
    }

    private float[] normal(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private Int8Storage weights(int rows, int columns) {
        int behind = 64;                                     // is read
        MemorySegment memory = Arena.global().allocate(
                DType.INT8.bytes(rows, columns) + behind, 64).fill((byte) 77);
        Int8Storage weights = new Int8Storage(Backends.named("cpu"), new Size(rows, columns),
                new NativeBlock(memory, () -> { }));
        for (int row = 0; row < rows; row++) {
            weights.quantize(normal(columns), 0, row);
        }
        return weights;
    }

    /// In two pieces.
    private static float[] products(Int8Storage weights, float[] x, int vectors) {
        int rows = weights.rows();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment y = arena.allocate(ValueLayout.JAVA_FLOAT, (long) vectors * rows);
            Workers.Range product = weights.times(new Vectors(vectors,
                    arena.allocateFrom(ValueLayout.JAVA_FLOAT, x), y, rows));
            product.run(0, rows / 3);
            product.run(rows / 3, rows);
            return y.toArray(ValueLayout.JAVA_FLOAT);
        }
    }
}
