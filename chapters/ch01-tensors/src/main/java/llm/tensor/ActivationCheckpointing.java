package llm.tensor;

import java.util.function.UnaryOperator;

/// Computes a part of a model twice, to need less memory: forward keeps only what the part reads
/// and what it returns, and backward computes everything between again. Also called activation or
/// gradient checkpointing. Source: Chen et al. (2016), "Training deep nets with sublinear memory
/// cost", §4.
public final class ActivationCheckpointing {

    private ActivationCheckpointing() {
    }

    /// `part(x)`, with the very gradients that it has without recomputation.
    ///
    /// @param x      `(...)`
    /// @param random what the part draws from, as dropout does; backward draws the same again
    /// @param part   a computation from `x`, parameters and draws, and from nothing else
    /// @return of the shape that `part` returns, `(...)`
    public static Tensor of(Tensor x, RandomState random, UnaryOperator<Tensor> part) {
        if (!Autograd.recording()) {
            return part.apply(x);
        }
        long drawsFrom = random.state();
        Tensor y;
        Tensor values;
        try (Scope _ = Scope.open()) {                       // returns what lies between
            y = part.apply(x);
            values = y.detach().keep();
        }
        Tensor result = values.detach();                     // of the scope around
        values.release();
        if (y.requiresGrad()) {                              // of `x`, or of a parameter inside
            result.recordAs(new GraphNode("recomputation",
                    g -> backward(x, again(part, random, drawsFrom), g), x));
        }
        return result.saving(x);
    }

    private static void backward(Tensor x, UnaryOperator<Tensor> part, Tensor g) {
        Tensor read = x.detach().requireGrad(x.requiresGrad());
        part.apply(read).backward(g);
        if (read.hasGrad()) {
            x.receive(read.grad());
        }
    }

    /// The part with the draws that follow `state`; later draws are as if there had been none.
    private static UnaryOperator<Tensor> again(UnaryOperator<Tensor> part, RandomState random,
                                               long state) {
        return x -> {
            long now = random.state();
            random.restore(state);
            try {
                return part.apply(x);
            } finally {
                random.restore(now);
            }
        };
    }
}
