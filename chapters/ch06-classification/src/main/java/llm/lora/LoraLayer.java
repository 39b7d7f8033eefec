package llm.lora;

import java.util.function.UnaryOperator;
import llm.lora.LoraConfig.Size;
import llm.tensor.Parameter;
import llm.tensor.Tensor;
import llm.tensor.layer.Adapter;
import llm.tensor.layer.Dropout;
import llm.tensor.op.LinearOp;

/// Lets a frozen linear layer learn: a change of low rank is added to what it gives,
/// `y = base(x) + scale · (dropout(x) · Aᵀ) · Bᵀ`.
///
/// A weight of `out · in` values gets by with `rank · (in + out)` that learn. B begins at 0, so
/// that the model begins as it was. Source: Hu et al. (2021), "LoRA", §4.1.
public final class LoraLayer extends Adapter {
    private final Parameter a;                               // (rank, in)
    private final Parameter b;                               // (out, rank)
    private final Size size;
    private final Dropout dropout;

    /// @param a `(rank, in)`; may be another layer's too
    /// @param b `(out, rank)`
    LoraLayer(Parameter a, Parameter b, Size size, Dropout dropout) {
        this.a = parameter("a", a);
        this.b = parameter("b", b);
        this.size = size;
        this.dropout = child("dropout", dropout);
    }

    @Override
    public Tensor forward(Tensor x, UnaryOperator<Tensor> base) {
        Tensor narrow = LinearOp.linear(dropout.forward(x), a, null)   // (..., rank)
                .mul(size.scale());
        return LinearOp.addLinear(base.apply(x), narrow, b);           // (..., out)
    }

    /// What the layer adds to the weight it stands around, `scale · B · A`: `(out, in)`.
    public Tensor change() {
        return b.mul(size.scale()).matmul(a);
    }

    /// `(rank, in)`
    public Parameter a() {
        return a;
    }

    /// `(out, rank)`
    public Parameter b() {
        return b;
    }

    public Size size() {
        return size;
    }
}
