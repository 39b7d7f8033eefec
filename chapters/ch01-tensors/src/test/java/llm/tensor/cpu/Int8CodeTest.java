package llm.tensor.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import llm.tensor.RandomState;
import llm.tensor.backend.Precision;
import llm.tensor.cpu.MatrixRows.Vectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Machine code for INT8 should")
class Int8CodeTest {

    @ParameterizedTest(name = "{0} rows, {1} columns, {2} vectors")
    @CsvSource({"1, 64, 1", "3, 32, 1", "4, 96, 2", "11, 172, 3", "23, 768, 1", "9, 31, 2"})
    @DisplayName("give the results of the loop in Java, bit for bit")
    void same(int rows, int columns, int vectors) {
        assumeTrue(Int8Code.runsHere(), "needs Linux on x86-64 with AVX2");
        RandomState random = new RandomState(rows + columns);
        try (Arena arena = Arena.ofConfined()) {
            Int8Storage weights = new Int8Storage(rows, columns,
                    arena.allocate(Precision.INT8.bytes(rows, columns), 64), () -> { });
            for (int row = 0; row < rows; row++) {
                weights.pack(random.normal(1, columns).toArray(), 0, row);
            }
            MemorySegment x = arena.allocateFrom(ValueLayout.JAVA_FLOAT,
                    random.normal(1, vectors * columns).toArray());
            MemorySegment inCode = arena.allocate(ValueLayout.JAVA_FLOAT, (long) vectors * rows);
            MemorySegment inJava = arena.allocate(ValueLayout.JAVA_FLOAT, (long) vectors * rows);

            weights.multiply(new Vectors(vectors, x, inCode, rows), 0, rows);
            weights.multiplyInJava(new Vectors(vectors, x, inJava, rows), 0, rows);

            assertThat(inCode.toArray(ValueLayout.JAVA_FLOAT))
                    .isEqualTo(inJava.toArray(ValueLayout.JAVA_FLOAT));
        }
    }
}
