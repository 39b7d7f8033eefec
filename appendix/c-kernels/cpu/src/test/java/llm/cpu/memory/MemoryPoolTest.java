package llm.cpu.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The pool of memory")
class MemoryPoolTest {
    private final MemoryPool pool = new MemoryPool();

    @Test
    @DisplayName("knows what is in use, and hands blocks out again")
    void reuse() {
        MemorySegment block = pool.take(100_000);
        assertThat(block.byteSize()).isBetween(100_000L, 114_000L);
        assertThat(block.address() % 64).isZero();
        assertThat(pool.bytesInUse()).isEqualTo(block.byteSize());
        pool.give(block);
        assertThat(pool.bytesInUse()).isZero();
        assertThat(pool.take(60_000).address()).isEqualTo(block.address());
        assertThat(pool.bytesInUse()).isEqualTo(block.byteSize());
    }

    @Test
    @DisplayName("does not waste a large block on a small tensor, nor a small one on a large")
    void fit() {
        MemorySegment large = pool.take(100_000);
        pool.give(large);
        assertThat(pool.take(10_000).address()).isNotEqualTo(large.address());
        assertThat(pool.take(200_000).address()).isNotEqualTo(large.address());
        assertThat(pool.take(100_000).address()).isEqualTo(large.address());
    }

    @Test
    @DisplayName("never gives two users one block")
    void noSharing() {
        MemorySegment first = pool.take(5_000);
        MemorySegment second = pool.take(5_000);
        pool.give(first);
        MemorySegment third = pool.take(5_000);
        MemorySegment fourth = pool.take(5_000);
        assertThat(third.address()).isEqualTo(first.address());
        assertThat(fourth.address()).isNotIn(first.address(), second.address());
    }

    @Test
    @DisplayName("says so when the machine has no such memory, and counts nothing")
    void exhausted() {
        assertThatThrownBy(() -> pool.take(1L << 60)).isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("the machine must have 1099511627776 MiB of free memory "
                        + "for one more tensor, got less");
        assertThat(pool.bytesInUse()).isZero();
    }
}
