package llm.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import llm.cpu.gemm.Gemm;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A single query")
class SingleQueryTest {

    /// Where one head's keys follow each other, as in a cache, machine code multiplies them.
    @ParameterizedTest(name = "{0} values per head, {1} keys, {2} heads side by side")
    @CsvSource({"8, 1, 2", "64, 37, 2", "32, 16, 2", "80, 5, 2", "100, 50, 2", "8, 1, 1",
            "64, 37, 1", "100, 50, 1"})
    @DisplayName("has the scores and the weighted sum that plain loops give")
    void plainLoops(int headDim, int keys, int heads) {
        int stride = heads * headDim;
        float[] q = random(headDim, 1);
        float[] k = random(headDim + keys * stride, 2);
        try (Arena arena = Arena.ofConfined()) {
            SingleQuery single = new SingleQuery(headDim);
            Gemm.Operand rows = operand(arena, k, headDim, stride);
            Gemm.Operand scores = operand(arena, new float[keys], 0, keys);
            Gemm.Operand out = operand(arena, new float[headDim], 0, headDim);
            single.scores(operand(arena, q, 0, headDim), rows, keys, 0.5f, scores);
            single.weigh(scores, rows, keys, out);
            double[] sums = new double[headDim];
            for (int j = 0; j < keys; j++) {
                double score = 0;
                for (int d = 0; d < headDim; d++) {
                    score += 0.5 * q[d] * k[headDim + j * stride + d];
                }
                assertThat((double) value(scores, j)).isCloseTo(score, within(1e-5));
                for (int d = 0; d < headDim; d++) {
                    sums[d] += score * k[headDim + j * stride + d];
                }
            }
            for (int d = 0; d < headDim; d++) {
                assertThat((double) value(out, d)).isCloseTo(sums[d], within(1e-4));
            }
        }
    }

    private static float[] random(int count, int seed) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat() * 2 - 1;
        }
        return values;
    }

    private static Gemm.Operand operand(Arena arena, float[] values, int offset, int stride) {
        float[] padded = Arrays.copyOf(values, values.length + offset);
        return new Gemm.Operand(arena.allocateFrom(ValueLayout.JAVA_FLOAT, padded), offset,
                stride, false);
    }

    private static float value(Gemm.Operand x, int index) {
        return x.memory().getAtIndex(ValueLayout.JAVA_FLOAT, x.offset() + index);
    }
}
