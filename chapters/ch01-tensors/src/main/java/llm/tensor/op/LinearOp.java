package llm.tensor.op;

import llm.tensor.Matmul;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import llm.tensor.backend.ElementwiseKernels.Function;
import llm.tensor.backend.MatmulKernels;
import llm.tensor.backend.MatmulKernels.Activation;
import llm.tensor.backend.MatmulKernels.Matrix;
import llm.tensor.backend.MatmulKernels.Size;
import llm.tensor.backend.Storage;
import org.jspecify.annotations.Nullable;

/// The linear layer's operation, alone or with GELU behind it.
public final class LinearOp {

    private LinearOp() {
    }

    /// `y = x · weightᵀ + bias`.
    ///
    /// Backward: `dL/dx = g · weight`, `dL/dweight = gᵀ · x`, `dL/dbias = Σ g` over all rows.
    ///
    /// @param x      `(..., in)`
    /// @param weight `(out, in)`
    /// @param bias   `(out)`, or null
    /// @return `(..., out)`
    public static Tensor linear(Tensor x, Tensor weight, @Nullable Tensor bias) {
        Size size = size(x, weight, bias);
        Tensor y = Tensor.empty(x.shape().with(-1, size.n()), x.backend());
        x.backend().matmul().linear(size, x.storage(), weight.storage(), storage(bias, x),
                y.storage(), y.storage(), Activation.NONE);
        return y.madeBy("linear", g -> backward(size, x, weight, bias, g), inputs(x, weight, bias))
                .saving(x, weight);
    }

    /// `y + x · weightᵀ`, written over `y`, which nothing else may read: what an adapter adds to a
    /// layer. Backward: `g` for `y`, the rest as for [#linear].
    ///
    /// @param y      `(..., out)`
    /// @param x      `(..., in)`
    /// @param weight `(out, in)`
    /// @return `(..., out)`
    public static Tensor addLinear(Tensor y, Tensor x, Tensor weight) {
        Size size = size(x, weight, null);
        x.shape().with(-1, size.n()).requireSame("y", y.shape());
        Tensor sum = y.shareAs(y.shape());
        x.backend().matmul().multiply(size, Matrix.of(x.storage(), size.k()),
                Matrix.of(weight.storage(), size.k()).transpose(),
                Matrix.of(sum.storage(), size.n()), true);
        sum.storage().changed();
        return sum.madeBy("addLinear", g -> {
            backward(size, x, weight, null, g);
            y.receive(g);
        }, y, x, weight).saving(x, weight);
    }

    /// `y = gelu(x · weightᵀ + bias)`, GELU while the product is still in cache.
    ///
    /// Backward: `g` times GELU's slope at the inner value, then as [#linear].
    ///
    /// @param x      `(..., in)`
    /// @param weight `(out, in)`
    /// @param bias   `(out)`, or null
    /// @return `(..., out)`
    public static Tensor linearGelu(Tensor x, Tensor weight, @Nullable Tensor bias) {
        Size size = size(x, weight, bias);
        Tensor inner = Tensor.empty(x.shape().with(-1, size.n()), x.backend());
        Tensor y = Tensor.empty(inner.shape(), x.backend());
        x.backend().matmul().linear(size, x.storage(), weight.storage(), storage(bias, x),
                inner.storage(), y.storage(), Activation.GELU_TANH);
        return y.madeBy("linearGelu", g -> {
            g.backend().elementwise().applyBackward(Function.GELU_TANH, inner.storage(), y.storage(),
                    g.storage(), g.storage(), false);        // in place: g ends here
            backward(size, x, weight, bias, g);
        }, inputs(x, weight, bias)).saving(x, weight, inner, y);
    }

    private static void backward(Size size, Tensor x, Tensor weight, @Nullable Tensor bias,
                                 Tensor g) {
        MatmulKernels products = g.backend().matmul();
        Matrix rows = Matrix.of(g.storage(), size.n());
        x.accumulate(to -> Matmul.byWeight(rows, size, weight, to));
        weight.accumulate(to -> products.multiply(new Size(size.n(), size.k(), size.m()),
                rows.transpose(), Matrix.of(x.storage(), size.k()),
                Matrix.of(to.storage(), size.k()), to.add()));
        if (bias != null) {
            bias.accumulate(to -> g.backend().rows().sum(g.storage(), 1, size.m(), size.n(),
                    to.storage(), to.add()));
        }
    }

    private static Size size(Tensor x, Tensor weight, @Nullable Tensor bias) {
        if (weight.rank() != 2 || x.rank() < 1 || x.size(-1) != weight.size(1)) {
            throw new IllegalArgumentException("x must be (..., in=%s), got x=%s, weight=%s".formatted(
                    weight.rank() == 2 ? weight.size(1) : "?", x.shape(), weight.shape()));
        }
        if (bias != null && (bias.rank() != 1 || bias.size(0) != weight.size(0))) {
            throw new IllegalArgumentException("bias must be (out=%d), got %s".formatted(
                    weight.size(0), bias.shape()));
        }
        return new Size(x.shape().rows(), weight.size(0), weight.size(1));
    }

    private static Tensor[] inputs(Tensor x, Tensor weight, @Nullable Tensor bias) {
        return bias == null ? new Tensor[] {x, weight} : new Tensor[] {x, weight, bias};
    }

    private static Storage storage(@Nullable Tensor bias, Tensor x) {
        return bias == null ? Tensor.empty(Shape.of(0), x.backend()).storage()
                : bias.storage();
    }
}
