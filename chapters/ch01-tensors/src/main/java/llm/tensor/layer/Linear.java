package llm.tensor.layer;

import llm.tensor.Parameter;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.op.LinearOp;
import org.jspecify.annotations.Nullable;

/// `y = x · weightᵀ + bias`, the layer that most of a model's parameters are in.
public final class Linear extends Layer {
    private final Parameter weight;                          // (out, in)
    private final @Nullable Parameter bias;                  // (out)

    /// Weight and bias begin between `±1/√in`, as PyTorch's do.
    public Linear(int in, int out, boolean withBias, RandomState random) {
        this(in, out, withBias, Initializer.pytorch(random));
    }

    public Linear(int in, int out, boolean withBias, Initializer initializer) {
        if (in < 1 || out < 1) {
            throw new IllegalArgumentException(
                    "in and out must be 1 or more, got in=%d, out=%d".formatted(in, out));
        }
        weight = parameter("weight", initializer.weight(in, out, in));
        bias = withBias ? parameter("bias", initializer.bias(in, out)) : null;
    }

    /// @param x `(..., in)`
    /// @return `(..., out)`
    public Tensor forward(Tensor x) {
        return LinearOp.linear(x, weight, bias);
    }

    /// The layer with GELU (tanh form) behind it, computed together.
    ///
    /// @param x `(..., in)`
    /// @return `(..., out)`
    public Tensor forwardGelu(Tensor x) {
        return LinearOp.linearGelu(x, weight, bias);
    }

    /// `(out, in)`
    public Parameter weight() {
        return weight;
    }

    /// `(out)`
    ///
    /// @throws IllegalStateException if the layer has none
    public Parameter bias() {
        if (bias == null) {
            throw new IllegalStateException("the layer must have a bias, got one without");
        }
        return bias;
    }

    public boolean hasBias() {
        return bias != null;
    }
}
