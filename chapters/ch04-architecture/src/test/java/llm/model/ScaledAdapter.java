package llm.model;

import java.util.function.UnaryOperator;
import llm.tensor.Tensor;
import llm.tensor.layer.Adapter;

/// Multiplies what a layer gives.
final class ScaledAdapter extends Adapter {
    private final double factor;

    ScaledAdapter(double factor) {
        this.factor = factor;
    }

    @Override
    public Tensor forward(Tensor x, UnaryOperator<Tensor> base) {
        return base.apply(x).mul(factor);
    }
}
