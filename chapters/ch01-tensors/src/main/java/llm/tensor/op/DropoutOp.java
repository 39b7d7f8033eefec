package llm.tensor.op;

import llm.tensor.Tensor;

/// Dropout.
public final class DropoutOp {

    private DropoutOp() {
    }

    /// Sets a share `rate` of the values to 0 and scales the others by `1 / (1 − rate)`, so that
    /// the expected value stays. Backward: the same positions and the same scale.
    /// Source: Srivastava et al. (2014), §10.
    ///
    /// @param x    `(...)`
    /// @param rate in `[0, 1)`
    /// @param seed chooses the positions
    /// @return `(...)`, as `x`
    public static Tensor dropout(Tensor x, double rate, long seed) {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("dropout rate must be in [0, 1), got " + rate);
        }
        Tensor y = Tensor.empty(x.shape(), x.backend());
        x.backend().elementwise().dropout(x.storage(), (float) rate, seed, y.storage(), false);
        return y.madeBy("dropout", g -> x.accumulate(to -> x.backend().elementwise().dropout(
                g.storage(), (float) rate, seed, to.storage(), to.add())), x);
    }
}
