package llm.tensor.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import llm.tensor.Backends;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The memory behind tensors")
class StorageTest {

    @Test
    @DisplayName("returns when its last holder lets go, and not before")
    void holders() {
        Storage storage = Backends.current().memory().allocate(10);
        storage.share();
        storage.release();
        assertThat(storage.released()).isFalse();
        storage.release();
        assertThat(storage.released()).isTrue();
        storage.release();                                   // once more changes nothing
        assertThatThrownBy(storage::share).isInstanceOf(IllegalStateException.class)
                .hasMessage("a tensor must be read before its memory returns to the pool, got one "
                        + "that backward() or its Scope has already released; read it earlier, or "
                        + "call keep() on it");
    }

    @Test
    @DisplayName("counts its holders right when several threads share it, as generation does")
    void threads() throws Exception {
        Storage storage = Backends.current().memory().allocate(10);
        CyclicBarrier start = new CyclicBarrier(4);
        try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
            List<Future<?>> all = new ArrayList<>();
            for (int caller = 0; caller < 4; caller++) {
                all.add(callers.submit(() -> {
                    start.await();
                    for (int i = 0; i < 1_000_000; i++) {
                        storage.share();
                        storage.release();
                    }
                    return null;                             // a Callable may throw
                }));
            }
            for (Future<?> caller : all) {
                caller.get();
            }
        }
        assertThat(storage.released()).isFalse();
        storage.release();
        assertThat(storage.released()).isTrue();
    }
}
