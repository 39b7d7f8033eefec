package llm.cpu.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A block of native memory")
class NativeBlockTest {
    private static final int PATIENCE = 200;                 // collections

    private static NativeBlock block(AtomicInteger returns) {
        return new NativeBlock(Arena.global().allocate(64), returns::incrementAndGet);
    }

    private static void collect(AtomicInteger returns, int times) {
        try {
            for (int i = 0; i < times && returns.get() == 0; i++) {
                System.gc();
                Thread.sleep(5);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @DisplayName("is given back once, however often it is asked for")
    void once() {
        AtomicInteger returns = new AtomicInteger();
        NativeBlock block = block(returns);
        block.giveBack();
        block.giveBack();
        assertThat(returns).hasValue(1);
    }

    @Test
    @DisplayName("stays while a slice of its memory is left, and nothing else of it")
    void sliceKeepsIt() {
        AtomicInteger returns = new AtomicInteger();
        MemorySegment slice = block(returns).segment().asSlice(16, 4);
        collect(returns, 20);
        assertThat(returns).hasValue(0);
        Reference.reachabilityFence(slice);
    }

    @Test
    @DisplayName("is given back when nothing of it is left")
    void collected() {
        AtomicInteger returns = new AtomicInteger();
        block(returns);
        collect(returns, PATIENCE);
        assertThat(returns).hasValue(1);
    }

    @Test
    @DisplayName("stays while a loop runs that has captured its memory")
    void loopKeepsIt() {
        Workers workers = new Workers(1);
        for (int i = 1; i <= 30_000; i++) {                  // until it is compiled
            AtomicInteger returns = new AtomicInteger();
            assertThat(returnsInLoop(workers, block(returns).segment(), returns, i % 5_000 == 0))
                    .isZero();
        }
    }

    /// Reads the address once and forgets the segment, as a kernel does.
    ///
    /// @return how often the memory was given back while the loop ran
    private static int returnsInLoop(Workers workers, MemorySegment memory, AtomicInteger returns,
                                     boolean collect) {
        int[] seen = new int[1];
        workers.forEach(1, 1, (_, _) -> {
            seen[0] = memory.address() == 0 ? -1 : 0;
            if (collect) {
                collect(returns, 10);
                seen[0] += returns.get();
            }
        });
        return seen[0];
    }
}
