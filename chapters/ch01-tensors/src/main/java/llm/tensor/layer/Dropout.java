package llm.tensor.layer;

import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.op.DropoutOp;

/// Hides a random share of the values while training, so that no layer relies on a few of them.
/// Source: Srivastava et al. (2014), "Dropout".
public final class Dropout extends Layer {
    private final double rate;
    private final RandomState random;

    /// @param rate   share of hidden values, in `[0, 1)`
    /// @param random where the seed of each call comes from; a checkpoint stores its state
    public Dropout(double rate, RandomState random) {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("dropout rate must be in [0, 1), got " + rate);
        }
        this.rate = rate;
        this.random = random;
    }

    /// Hides while training; else the input itself comes back. Shapes: input and result `(...)`.
    public Tensor forward(Tensor x) {
        return training() && rate > 0 ? DropoutOp.dropout(x, rate, random.nextLong()) : x;
    }
}
