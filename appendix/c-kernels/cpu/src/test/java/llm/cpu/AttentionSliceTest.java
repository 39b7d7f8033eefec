package llm.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import llm.cpu.gemm.Gemm.Operand;
import llm.tensor.backend.AttentionKernels.AttentionOptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A slice of queries")
class AttentionSliceTest {
    private static final int WIDTH = 16;
    private static final int ALL = Integer.MAX_VALUE;

    @ParameterizedTest(name = "{0} queries, {1} keys, window {2}: {3}")
    @CsvSource({
            "3, 3, 9, 'o.. oo. ooo'",
            "2, 4, 9, 'ooo. oooo'",
            "3, 3, 2, 'o.. oo. .oo'",
            "2, 5, 3, '.ooo. ..ooo'",
            "1, 1, 1, 'o'"})
    @DisplayName("hides the future and what is before the window")
    void hidden(int queries, int keys, int window, String visible) {
        AttentionSlice slice = AttentionSlice.of(head(queries, keys, window), 0, queries);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(ValueLayout.JAVA_FLOAT, queries * WIDTH);
            slice.hideInvisible(new Operand(memory, 0, WIDTH, false));
            assertThat(rows(memory, queries, keys)).isEqualTo(visible);
            assertThat(memory.getAtIndex(ValueLayout.JAVA_FLOAT, WIDTH - 1))
                    .as("a key that does not exist").isEqualTo(Float.NEGATIVE_INFINITY);
        }
    }

    /// `o` for each key that is seen, `.` for each that is not, a word for each query.
    private static String rows(MemorySegment scores, int queries, int keys) {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < queries; i++) {
            for (int j = 0; j < keys; j++) {
                float score = scores.getAtIndex(ValueLayout.JAVA_FLOAT, i * WIDTH + j);
                rows.append(score == 0 ? 'o' : '.');
            }
            rows.append(' ');
        }
        return rows.toString().strip();
    }

    @Test
    @DisplayName("has the keys that its queries see, in whole panels")
    void keys() {
        AttentionHead head = head(30, 100, 20);           // query 24 sees keys 75 to 94
        AttentionSlice slice = AttentionSlice.of(head, 24, 30);

        assertThat(slice.key()).isEqualTo(64);
        assertThat(slice.keys()).as("64 to 99, and 12 that do not exist").isEqualTo(48);
        assertThat(slice.realKeys()).isEqualTo(36);
    }

    @Test
    @DisplayName("before others has no later keys than it sees")
    void firstSlice() {
        AttentionSlice slice = AttentionSlice.of(head(60, 60, ALL), 0, 24);

        assertThat(slice.key()).isZero();
        assertThat(slice.keys()).isEqualTo(32);
        assertThat(slice.realKeys()).isEqualTo(32);
    }

    private static AttentionHead head(int queries, int keys, int window) {
        AttentionOptions options = new AttentionOptions(1, queries, keys, 1, 1, 8, 1f, window, 0f,
                0L);
        Operand none = new Operand(MemorySegment.NULL, 0, 1, false);
        return new AttentionHead(options, none, none, none, none, none, 0L);
    }
}
