package llm.session;

import llm.tensor.Parameter;
import llm.tensor.Scope;
import llm.tensor.Tensor;

/// A loop that no cell's check can reach, as in a training by the library.
public final class LibraryLoop {
    private LibraryLoop() {}

    public static void trainForEver() {
        Parameter weight = Parameter.of(Tensor.ones(4));
        while (true) {
            try (Scope _ = Scope.open()) {
                weight.square().sum().backward();
            }
        }
    }
}
