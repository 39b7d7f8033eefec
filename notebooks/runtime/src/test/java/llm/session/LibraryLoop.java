package llm.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import llm.tensor.Parameter;
import llm.tensor.Scope;
import llm.tensor.Tensor;

/// What test cells call: a sign that they run, and a loop that no cell's check can reach.
public final class LibraryLoop {
    private static volatile CountDownLatch start = new CountDownLatch(1);

    private LibraryLoop() {}

    static void prepare() {
        start = new CountDownLatch(1);
    }

    /// Called by a cell.
    public static void started() {
        start.countDown();
    }

    static void awaitStart() throws InterruptedException {
        assertThat(start.await(20, TimeUnit.SECONDS)).isTrue();
    }

    public static void trainForEver() {
        Parameter weight = Parameter.of(Tensor.ones(4));
        while (true) {
            try (Scope _ = Scope.open()) {
                weight.square().sum().backward();
            }
        }
    }
}
