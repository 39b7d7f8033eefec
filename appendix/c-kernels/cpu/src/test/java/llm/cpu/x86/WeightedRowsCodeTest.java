package llm.cpu.x86;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import llm.tensor.RandomState;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Machine code for weighted rows should")
class WeightedRowsCodeTest {
    private static final float UNTOUCHED = 7;

    @ParameterizedTest(name = "{0} rows, {1} columns, {2} values between rows")
    @CsvSource({"1, 8, 0", "2, 16, 5", "7, 32, 0", "33, 64, 64", "5, 104, 0", "1000, 128, 0"})
    @DisplayName("sum as one fused multiplication after the other, and write whole vectors only")
    void sums(int rows, int columns, int gap) {
        assumeTrue(WeightedRowsCode.part(columns + 3) == columns, "needs Linux and AVX2");
        RandomState random = new RandomState(rows);
        int stride = columns + gap;
        float[] weights = random.normal(1, rows).toArray();
        float[] values = random.normal(1, rows * stride).toArray();
        float[] expected = new float[columns + 1];
        expected[columns] = UNTOUCHED;
        for (int j = 0; j < rows; j++) {
            for (int d = 0; d < columns; d++) {
                expected[d] = Math.fma(weights[j], values[j * stride + d], expected[d]);
            }
        }
        float[] y = new float[columns + 1];
        Arrays.fill(y, UNTOUCHED);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = floats(arena, y);

            WeightedRowsCode.sum(floats(arena, weights).address(), floats(arena, values).address(),
                    (long) stride * Float.BYTES, rows, columns, out.address());

            assertThat(out.toArray(ValueLayout.JAVA_FLOAT)).isEqualTo(expected);
        }
    }

    private static MemorySegment floats(Arena arena, float[] values) {
        return arena.allocateFrom(ValueLayout.JAVA_FLOAT, values);
    }
}
