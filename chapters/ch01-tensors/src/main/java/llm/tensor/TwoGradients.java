package llm.tensor;

import java.util.function.BiConsumer;
import llm.tensor.backend.ElementwiseKernels.Target;

/// For kernels that compute the gradients of two inputs in one pass.
public final class TwoGradients {

    private TwoGradients() {
    }

    /// Lets `kernel` write both gradients, each `(...)` as its input. One of the two inputs may want
    /// no gradient: the kernel still writes it, to be thrown away. And it may be that both
    /// inputs are one tensor.
    public static void accumulate(Tensor a, Tensor b, BiConsumer<Target, Target> kernel) {
        if (a != b && a.requiresGrad() && b.requiresGrad()) {
            a.accumulate(toA -> b.accumulate(toB -> kernel.accept(toA, toB)));
        } else if (a.requiresGrad() || b.requiresGrad()) {
            Tensor gA = Tensor.empty(a.shape(), a.backend());
            Tensor gB = Tensor.empty(b.shape(), b.backend());
            kernel.accept(new Target(gA.storage(), false), new Target(gB.storage(), false));
            a.receive(gA);
            b.receive(gB);
        }
    }
}
