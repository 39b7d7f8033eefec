package llm.cpu.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Transposing")
class TransposeTest {
    private static final int LANES = VectorMath.LANES;

    @ParameterizedTest(name = "{0} × {1}")
    @CsvSource({"1, 1", "16, 16", "5, 40", "33, 17", "64, 3"})
    @DisplayName("transposes rows into columns and fills up with zeros, whatever the sizes")
    void copy(int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = i + 1;
        }
        int width = Transpose.padded(columns);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment from = arena.allocateFrom(ValueLayout.JAVA_FLOAT, values);
            MemorySegment to = arena.allocate(4L * Transpose.padded(rows) * width, 64);
            Transpose.copy(from.address(), 4L * rows, rows, columns, to.address(), 4L * width,
                    width);
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < width; j++) {
                    float expected = j < columns ? j * rows + i + 1 : 0;
                    assertThat(to.getAtIndex(ValueLayout.JAVA_FLOAT, (long) i * width + j))
                            .as("row %d, column %d", i, j).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    @DisplayName("adds up a vector's lanes, each vector's sum in its own lane")
    void sums() {
        float[] x = new float[LANES * LANES];
        for (int i = 0; i < x.length; i++) {
            x[i] = i;
        }
        float[] sums = Transpose.sums(x).toArray();
        // The sum of i·LANES, i·LANES + 1, …, i·LANES + LANES − 1.
        double[] expected = IntStream.range(0, LANES)
                .mapToDouble(i -> (double) i * LANES * LANES + LANES * (LANES - 1) / 2.0).toArray();
        for (int i = 0; i < LANES; i++) {
            assertThat((double) sums[i]).isCloseTo(expected[i], within(1e-3));
        }
    }
}
