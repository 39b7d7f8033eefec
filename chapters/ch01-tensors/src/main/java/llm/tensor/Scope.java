package llm.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/// Returns the memory of all tensors made since it was opened, as soon as it is closed.
///
/// ```java
/// try (Scope _ = Scope.open()) {
///     Tensor loss = model.loss(batch);
///     loss.backward();            // returns each value as soon as backward is done with it
///     optimizer.step();
/// }
/// ```
/// [Parameter]s and tensors on which [Tensor#keep()] was called stay. Code without a scope is
/// correct too: the garbage collector then returns memory, only later. A scope belongs to the
/// thread that opened it.
public final class Scope implements AutoCloseable {
    private static final ThreadLocal<@Nullable Scope> CURRENT = new ThreadLocal<>();

    private final @Nullable Scope outer = CURRENT.get();
    private final List<Tensor> tensors = new ArrayList<>();

    private Scope() {
    }

    /// Begins a scope, inside the one that may be open already. Long computations open one per
    /// step, and so can be interrupted between two steps.
    ///
    /// @throws CancellationException if the thread has been interrupted
    public static Scope open() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("the thread was interrupted");
        }
        Scope scope = new Scope();
        CURRENT.set(scope);
        return scope;
    }

    /// Takes care of a new tensor; false where no scope is open.
    static boolean register(Tensor tensor) {
        Scope scope = CURRENT.get();
        if (scope == null) {
            return false;
        }
        scope.tensors.add(tensor);
        return true;
    }

    /// Returns the memory.
    ///
    /// @throws IllegalStateException if a scope opened later is still open
    @Override
    public void close() {
        if (CURRENT.get() != this) {
            throw new IllegalStateException("scopes must be closed in the reverse order of opening, "
                    + "got one closed too early or twice");
        }
        CURRENT.set(outer);
        tensors.forEach(Tensor::releaseIfScoped);
        tensors.clear();
    }
}
