package llm.cpu.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Blocks that nobody uses")
class FreeBlocksTest {
    private final FreeBlocks<String> free = new FreeBlocks<>(64, 0.25);

    @Test
    @DisplayName("have sizes of less than a seventh more than is asked for")
    void sizeClasses() {
        for (long bytes = 300; bytes < 1L << 33; bytes = bytes * 9 / 7 + 1) {
            long size = free.sizeClass(bytes);
            assertThat(size).isBetween(bytes, bytes + Math.max(64, bytes / 7));
            assertThat(size % 64).isZero();
            assertThat(free.sizeClass(size)).isEqualTo(size);
        }
        assertThat(List.of(0L, 1L, 64L, 65L)).map(free::sizeClass)
                .containsExactly(64L, 64L, 64L, 128L);
    }

    @Test
    @DisplayName("are taken the smallest first that fits, and none that wastes too much")
    void smallestThatFits() {
        free.give(1_280, "largest");
        free.give(1_088, "smallest");
        free.give(1_152, "middle");
        assertThat(free.bytes()).isEqualTo(3_520);
        assertThat(free.take(1_024)).isEqualTo("smallest");
        assertThat(free.take(1_024)).isEqualTo("middle");
        assertThat(free.fits(960)).isFalse();
        assertThat(free.take(960)).isNull();
        assertThat(free.fits(1_024)).isTrue();
        assertThat(free.take(1_024)).isEqualTo("largest");
        assertThat(free.take(1_024)).isNull();
        assertThat(free.bytes()).isZero();
    }

    @Test
    @DisplayName("are all released, and forgotten")
    void clear() {
        free.give(64, "a");
        free.give(128, "b");
        List<String> released = new ArrayList<>();
        free.clear(released::add);
        assertThat(released).containsExactlyInAnyOrder("a", "b");
        assertThat(free.bytes()).isZero();
        assertThat(free.take(64)).isNull();
    }
}
