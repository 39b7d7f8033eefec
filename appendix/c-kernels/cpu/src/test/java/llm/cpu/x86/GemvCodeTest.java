package llm.cpu.x86;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import llm.cpu.memory.Workers;
import llm.cpu.quantized.FloatGemv;
import llm.cpu.quantized.Gemv.Vectors;
import llm.tensor.RandomState;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Machine code for rows of float32 values should")
class GemvCodeTest {

    @ParameterizedTest(name = "{0} rows, {1} columns, {2} vectors")
    @CsvSource({"1, 8, 1", "3, 16, 2", "4, 96, 3", "11, 172, 5", "23, 768, 1", "9, 31, 2", "14, 64, 4",
        "21, 40, 7", "30, 768, 13", "9, 100, 32", "130, 24, 19"})
    @DisplayName("give the results of the loop in Java, bit for bit")
    void same(int rows, int columns, int vectors) {
        assumeTrue(GemvCode.runsHere(columns), "needs Linux on x86-64 with AVX2");
        assumeTrue(MachineCode.runsLikeJava(), "needs vectors of eight values in Java");
        RandomState random = new RandomState(rows + columns);
        try (Arena arena = Arena.ofConfined()) {
            FloatGemv weights = new FloatGemv(floats(arena, random, rows * columns), rows, columns);
            MemorySegment x = floats(arena, random, vectors * columns);
            int yStep = rows + 3;
            MemorySegment inCode = floats(arena, random, vectors * yStep);
            MemorySegment inJava = arena.allocate(inCode.byteSize()).copyFrom(inCode);

            runInPieces(weights.times(new Vectors(vectors, x, inCode, yStep)), rows);
            runInPieces(weights.timesInJava(new Vectors(vectors, x, inJava, yStep)), rows);

            assertThat(inCode.toArray(ValueLayout.JAVA_FLOAT))
                    .isEqualTo(inJava.toArray(ValueLayout.JAVA_FLOAT));
        }
    }

    @ParameterizedTest(name = "{0} rows, {1} columns, {2} vectors")
    @CsvSource({"5, 64, 2", "14, 64, 4", "21, 48, 6", "30, 768, 13", "9, 112, 32", "130, 32, 19"})
    @DisplayName("give each vector, bit for bit, what it gets alone")
    void alone(int rows, int columns, int vectors) {
        assumeTrue(GemvCode.runsHere(columns), "needs Linux on x86-64 with AVX2");
        RandomState random = new RandomState(rows + columns);
        try (Arena arena = Arena.ofConfined()) {
            FloatGemv weights = new FloatGemv(floats(arena, random, rows * columns), rows, columns);
            MemorySegment x = floats(arena, random, vectors * columns);
            MemorySegment together = floats(arena, random, vectors * rows);
            MemorySegment alone = floats(arena, random, vectors * rows);
            runInPieces(weights.times(new Vectors(vectors, x, together, rows)), rows);
            for (int v = 0; v < vectors; v++) {
                runInPieces(weights.times(new Vectors(1, x.asSlice(4L * v * columns),
                        alone.asSlice(4L * v * rows), rows)), rows);
            }
            assertThat(together.toArray(ValueLayout.JAVA_FLOAT))
                    .isEqualTo(alone.toArray(ValueLayout.JAVA_FLOAT));
        }
    }

    private static MemorySegment floats(Arena arena, RandomState random, int count) {
        return arena.allocateFrom(ValueLayout.JAVA_FLOAT, random.normal(1, count).toArray());
    }

    private static void runInPieces(Workers.Range product, int rows) {
        product.run(0, rows / 3);
        product.run(rows / 3, rows);
    }
}
