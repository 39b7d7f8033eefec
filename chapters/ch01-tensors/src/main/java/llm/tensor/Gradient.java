package llm.tensor;

import java.util.function.Consumer;
import llm.tensor.backend.ElementwiseKernels.Target;
import llm.tensor.backend.Storage;
import org.jspecify.annotations.Nullable;

/// The gradient of a tensor while it adds up: memory, and whether something stands in it yet.
final class Gradient {
    private final Tensor owner;
    private @Nullable Storage storage;
    private boolean present;

    Gradient(Tensor owner) {
        this.owner = owner;
    }

    boolean isPresent() {
        return present;
    }

    /// @throws IllegalStateException if there is none
    Tensor show() {
        if (!present || storage == null) {
            throw new IllegalStateException("backward() must have reached this tensor, got no "
                    + "gradient on " + owner.shape());
        }
        return new Tensor(owner.shape(), storage.share(), false);
    }

    /// Lets `kernel` write the values, or add to them.
    void accumulate(Consumer<Target> kernel) {
        kernel.accept(new Target(storage(), present));
        present = true;
    }

    /// Adds all of `g`, whose memory becomes this gradient's where it has none.
    void receive(Storage g) {
        if (storage == null) {
            storage = g.share();
            present = true;
        } else {
            accumulate(to -> owner.backend().elementwise()
                    .scale(g, 1f, 0f, to.storage(), to.add()));
        }
    }

    Storage storage() {
        Storage own = storage;
        if (own == null) {
            own = owner.backend().memory().allocate(owner.elements());
            storage = own;
        }
        return own;
    }

    /// The memory, handed over.
    @Nullable Storage take() {
        Storage taken = present ? storage : null;
        storage = null;
        present = false;
        return taken;
    }

    void clear() {
        if (storage != null) {
            storage.release();
        }
        storage = null;
        present = false;
    }
}
