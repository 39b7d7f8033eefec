package llm.tensor;

import java.util.function.Consumer;
import llm.tensor.backend.Storage;

/// A tensor that training changes. It needs a gradient, and outlives every [Scope].
public final class Parameter extends Tensor {

    private Parameter(Tensor values) {
        super(values.shape(), values.storage().share(), true);
        keep();
    }

    /// Makes the values of `initial` trainable; the parameter shares their memory.
    public static Parameter of(Tensor initial) {
        return new Parameter(initial);
    }

    /// Lets an optimizer change the values with the help of the gradient; nothing happens where
    /// there is none.
    public void update(Consumer<Storage> step) {
        if (hasGrad()) {
            step.accept(gradientStorage());
            storage().changed();
        }
    }

    /// Multiplies the gradient, if there is one.
    public void scaleGrad(double factor) {
        if (hasGrad()) {
            Storage g = gradientStorage();
            backend().elements().scale(g, (float) factor, 0f, g, false);
        }
    }

    /// Sum of the squares of the gradient; 0 where there is none.
    public double squaredGradNorm() {
        return hasGrad() ? backend().rows().sumOfSquares(gradientStorage()) : 0;
    }
}
