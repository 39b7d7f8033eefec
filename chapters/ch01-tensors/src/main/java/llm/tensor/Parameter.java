package llm.tensor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import llm.tensor.backend.Backend;
import llm.tensor.backend.DType;
import llm.tensor.backend.Storage;

/// A tensor that training changes. It needs a gradient, and outlives every [Scope].
public final class Parameter extends Tensor {

    private Parameter(Tensor values) {
        super(values.shape(), values.storage().share(), true);
        keep();
    }

    /// Makes the values of `initial` trainable; the parameter shares their memory.
    /// Shapes: `(...)` → `(...)`.
    public static Parameter of(Tensor initial) {
        return new Parameter(initial);
    }

    /// The same; `initial`, `(...)`, gives the memory away, and must not be used once the parameter
    /// has moved.
    public static Parameter adopt(Tensor initial) {
        Parameter parameter = new Parameter(initial);
        initial.release();
        return parameter;
    }

    /// Keeps the values in another dtype from now on, each rounded to the nearest. A gradient
    /// that is there is forgotten. Fewer bits than float32 are for weights that do not learn: a
    /// trained model in use, or what is frozen.
    ///
    /// @return this parameter, `(rows, columns)`, or `(...)` in float32
    /// @throws IllegalArgumentException if this is no matrix and `dtype` is not float32
    public Parameter to(DType dtype) {
        if (dtype == dtype()) {
            return this;
        }
        if (dtype() != DType.F32) {                  // by way of float32
            Storage widened = backend().memory().allocate(elements());
            backend().memory().copy(storage(), widened);
            moveTo(widened);
        }
        if (dtype != DType.F32) {
            shape().requireMatrix(dtype);
            Storage packed = backend().memory().allocate(size(0), size(1), dtype);
            backend().memory().copy(storage(), packed);
            moveTo(packed);
        }
        return this;
    }

    /// Moves the values to another device, where they stay from now on. A gradient that is there is
    /// forgotten.
    @Override
    public Parameter to(Backend device) {
        if (device != backend()) {
            moveTo(Layout.copy(this, device));
        }
        return this;
    }

    /// Lets an optimizer change the values with the help of the gradient; nothing happens where
    /// there is none.
    public void update(Consumer<Storage> step) {
        if (hasGrad()) {
            step.accept(gradient().storage());
            storage().changed();
        }
    }

    /// Multiplies the gradient, if there is one.
    public void scaleGrad(double factor) {
        if (hasGrad()) {
            Storage g = gradient().storage();
            backend().elementwise().scale(g, (float) factor, 0f, g, false);
        }
    }

    /// Sum of the squares of all gradients that there are. The host waits for a device once.
    public static double squaredGradNorm(Collection<Parameter> parameters) {
        Map<Backend, List<Storage>> gradients = new LinkedHashMap<>();
        parameters.stream().filter(Tensor::hasGrad).forEach(each -> gradients.computeIfAbsent(
                each.backend(), _ -> new ArrayList<>()).add(each.gradient().storage()));
        double sum = 0;
        for (Map.Entry<Backend, List<Storage>> each : gradients.entrySet()) {
            sum += each.getKey().rows().sumOfSquares(each.getValue());
        }
        return sum;
    }
}
