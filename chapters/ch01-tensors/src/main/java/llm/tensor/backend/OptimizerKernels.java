package llm.tensor.backend;

import java.util.List;

/// One pass over a parameter, its gradient and the optimizer's memory.
public interface OptimizerKernels {

    /// Settings of one Adam or AdamW step.
    ///
    /// @param learningRate     step size
    /// @param beta1            decay of the mean of gradients
    /// @param beta2            decay of the mean of squares
    /// @param epsilon          keeps the divisor from 0
    /// @param weightDecay      decoupled decay (AdamW); 0 for none
    /// @param l2               decay added to the gradient (Adam); 0 for none
    /// @param step             1 for the first step
    record Adam(double learningRate, double beta1, double beta2, double epsilon,
                double weightDecay, double l2, int step) {
    }

    /// `m = β₁m + (1−β₁)g`, `v = β₂v + (1−β₂)g²`,
    /// `p = (1 − lr·wd)p − lr · m̂ / (√v̂ + ε)`. Both moments in [DType#BF16] are computed in
    /// float32 and then rounded up or down by chance, with the bits of
    /// [CounterRandom#forRounding]: `v` changes by so little in a step that rounding to the nearest
    /// would leave it as it is.
    void adam(Adam adam, List<Moments> all);

    /// What a step reads and writes of one parameter.
    ///
    /// @param mean   of gradients
    /// @param square mean of their squares
    record Moments(Storage parameter, Storage gradient, Storage mean, Storage square) {
    }

    /// `v = momentum·v + g + l2·p`, `p = p − lr·v`. Without momentum `velocity` is not touched.
    void sgd(double learningRate, double momentum, double l2, Storage parameter,
             Storage gradient, Storage velocity);
}
