package llm.tensor;

/// Numbers into probabilities.
public final class Softmax {

    private Softmax() {
    }

    /// Softmax over the last axis: `yᵢ = exp(xᵢ) / Σⱼ exp(xⱼ)`.
    /// Shapes: input and result `(..., classes)`.
    ///
    /// Backward: `dL/dx = y ⊙ (g − Σⱼ gⱼyⱼ)`, the Jacobian `diag(y) − y yᵀ` applied to `g` without
    /// building the matrix. Source: Goodfellow et al. (2016), §6.2.2.3.
    public static Tensor softmax(Tensor x) {
        int rows = x.shape().rows();
        int classes = x.size(-1);
        Tensor y = Tensor.empty(x.shape(), x.backend());
        x.backend().rows().softmax(x.storage(), y.storage(), rows, classes);
        return y.madeBy("softmax", g -> x.accumulate(to -> x.backend().rows()
                .softmaxBackward(y.storage(), g.storage(), to, rows, classes)), x).saving(y);
    }

    /// Softmax over any axis. Shapes: input and result `(...)`.
    public static Tensor softmax(Tensor x, int axis) {
        if (x.shape().axis(axis) == x.rank() - 1) {
            return softmax(x);
        }
        return softmax(x.transpose(axis, -1)).transpose(axis, -1);
    }

    /// `yᵢ = xᵢ − ln Σⱼ exp(xⱼ)` over the last axis.
    /// Shapes: input and result `(..., classes)`.
    ///
    /// Backward: `dL/dxᵢ = gᵢ − exp(yᵢ) Σⱼ gⱼ`.
    public static Tensor logSoftmax(Tensor x) {
        int rows = x.shape().rows();
        int classes = x.size(-1);
        Tensor y = Tensor.empty(x.shape(), x.backend());
        x.backend().rows().logSoftmax(x.storage(), y.storage(), rows, classes);
        return y.madeBy("logSoftmax", g -> x.accumulate(to -> x.backend().rows()
                .logSoftmaxBackward(y.storage(), g.storage(), to, rows, classes)), x).saving(y);
    }
}
