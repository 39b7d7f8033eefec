package llm.tensor.layer;

import java.util.Optional;
import llm.tensor.Elementwise;
import llm.tensor.Parameter;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.backend.ElementwiseKernels.Function;
import llm.tensor.op.LinearOp;
import org.jspecify.annotations.Nullable;

/// `y = x · weightᵀ + bias`, the layer that most of a model's parameters are in. It can be wrapped
/// in an [Adapter], or replaced, where it stands in a model.
public final class Linear extends Layer {
    private Parameter weight;                                // (out, in)
    private @Nullable Parameter bias;                        // (out)
    private @Nullable Adapter adapter;
    private String adapterName = "";

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

    private Linear(Parameter weight) {
        this.weight = weight;
    }

    /// A layer without bias that uses the weight of another, `(out, in)`, under whose name it
    /// stays: a head that is the token embedding.
    public static Linear sharing(Parameter weight) {
        return new Linear(weight);
    }

    /// @param x `(..., in)`
    /// @return `(..., out)`
    public Tensor forward(Tensor x) {
        return adapter == null ? withoutAdapter(x) : adapter.forward(x, this::withoutAdapter);
    }

    private Tensor withoutAdapter(Tensor x) {
        return LinearOp.linear(x, weight, bias);
    }

    /// The layer with GELU (tanh form) behind it, computed together.
    ///
    /// @param x `(..., in)`
    /// @return `(..., out)`
    public Tensor forwardGelu(Tensor x) {
        return adapter == null ? LinearOp.linearGelu(x, weight, bias)
                : Elementwise.apply(Function.GELU_TANH, forward(x));
    }

    /// Puts a layer around this one. Its parameters are named `path of this layer.name.…`; weight
    /// and bias keep their names.
    ///
    /// @throws IllegalStateException if there is one already
    public void wrap(String name, Adapter around) {
        if (adapter != null) {
            throw new IllegalStateException(
                    "a linear layer must have no adapter to be wrapped, got " + adapterName);
        }
        adapter = child(name, around);
        adapterName = name;
    }

    /// Takes the layer around this one away again.
    public void unwrap() {
        remove(adapterName);
        adapter = null;
    }

    public Optional<Adapter> adapter() {
        return Optional.ofNullable(adapter);
    }

    /// Takes another layer's weight and bias in place of its own; what is around it goes. The
    /// number of outputs may change.
    ///
    /// @throws IllegalArgumentException if it reads another number of inputs
    public void replaceBy(Linear other) {
        if (other.weight.size(1) != weight.size(1)) {
            throw new IllegalArgumentException("a linear layer must be replaced by one of in=%d "
                    .formatted(weight.size(1)) + "inputs, got " + other.weight.size(1));
        }
        unwrap();
        remove("weight");
        remove("bias");
        weight = parameter("weight", other.weight);
        bias = other.bias == null ? null : parameter("bias", other.bias);
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
