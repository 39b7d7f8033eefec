package llm.cpu.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Vector math")
class VectorMathTest {
    private static final int REPEATS = 200_000;              // long after the JIT has compiled

    @Test
    @DisplayName("adds lanes half to half, in the same order before and after compilation")
    void sumsInOneOrder() {
        float[] values = new float[VectorMath.LANES];
        Random random = new Random(1);
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (random.nextFloat() - 0.5f) * (1 << random.nextInt(20));
            }
            float sum = VectorMath.sum(FloatVector.fromArray(VectorMath.FLOATS, values, 0));
            assertThat(sum).isEqualTo(foldedByHalves(values));
        }
    }

    private static float foldedByHalves(float[] values) {
        float[] rest = values.clone();
        while (rest.length > 1) {
            int half = rest.length / 2;
            float[] folded = new float[half];
            for (int i = 0; i < half; i++) {
                folded[i] = rest[i] + rest[i + half];
            }
            rest = folded;
        }
        return rest[0];
    }

    @Test
    @DisplayName("adds only the lanes of a mask")
    void sumsMaskedLanes() {
        float[] values = new float[VectorMath.LANES];
        Arrays.fill(values, 2f);
        assertThat(VectorMath.sum(FloatVector.fromArray(VectorMath.FLOATS, values, 0),
                VectorMath.first(1))).isEqualTo(2f);
    }

    @Test
    @DisplayName("give an address only of values that lie in native memory")
    void addresses() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment four = arena.allocate(4 * Float.BYTES);
            assertThat(VectorMath.address(four, 1, 3)).isEqualTo(four.address() + Float.BYTES);
            assertThatThrownBy(() -> VectorMath.address(four, 2, 3))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> VectorMath.address(four, -1, 1))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
        MemorySegment onHeap = MemorySegment.ofArray(new float[4]);
        assertThatThrownBy(() -> VectorMath.address(onHeap, 0, 4))
                .hasMessageContaining("must lie in native memory");
    }
}
