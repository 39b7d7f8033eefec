package llm.tensor.op;

import llm.tensor.Elementwise;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import llm.tensor.backend.RowKernels;
import llm.tensor.backend.RowKernels.Norm;

/// Rescales each row to a standard size.
public final class Normalization {

    private Normalization() {
    }

    /// `y = x̂ ⊙ weight + bias` with `x̂ = (x − mean) / √(variance + ε)` in each row; the variance
    /// divides by `n`.
    ///
    /// Backward: with `h = g ⊙ weight`, `dL/dx = (h − mean(h) − x̂ · mean(h ⊙ x̂)) / √(variance + ε)`,
    /// `dL/dweight = Σ g ⊙ x̂`, `dL/dbias = Σ g` over rows. Source: Ba et al. (2016), §3.
    ///
    /// @param x      `(..., n)`
    /// @param weight `(n)`
    /// @param bias   `(n)`
    /// @return `(..., n)`
    public static Tensor layerNorm(Tensor x, Tensor weight, Tensor bias, double epsilon) {
        requireSize("weight", weight, x);
        requireSize("bias", bias, x);
        Norm norm = new Norm(x.shape().rows(), x.size(-1), (float) epsilon);
        RowKernels rows = x.backend().rows();
        Tensor y = Tensor.empty(x.shape(), x.backend());
        Tensor statistics = Tensor.empty(Shape.of(norm.rows(), 2), x.backend());
        rows.layerNorm(norm, x.storage(), weight.storage(), bias.storage(), y.storage(),
                statistics.storage());
        return y.madeBy("layerNorm", g -> {
            x.accumulate(to -> rows.layerNormBackward(norm, x.storage(), weight.storage(),
                    statistics.storage(), g.storage(), to));
            Elementwise.accumulateBoth(weight, bias, (toWeight, toBias) -> rows.layerNormBackward(norm,
                    x.storage(), statistics.storage(), g.storage(), toWeight, toBias));
        }, x, weight, bias).saving(x, weight);
    }

    /// `y = x̂ ⊙ (weight + shift)` with `x̂ = x / √(mean(x²) + ε)` in each row.
    ///
    /// Backward: with `h = g ⊙ (weight + shift)`, `dL/dx = (h − x̂ · mean(h ⊙ x̂)) / √(mean(x²) + ε)`,
    /// `dL/dweight = Σ g ⊙ x̂` over rows. Source: Zhang and Sennrich (2019), §4.
    ///
    /// @param x      `(..., n)`
    /// @param weight `(n)`
    /// @param shift  0, or 1 where the stored weight is the distance from 1 (Gemma)
    /// @return `(..., n)`
    public static Tensor rmsNorm(Tensor x, Tensor weight, double shift, double epsilon) {
        requireSize("weight", weight, x);
        Norm norm = new Norm(x.shape().rows(), x.size(-1), (float) epsilon);
        RowKernels rows = x.backend().rows();
        Tensor y = Tensor.empty(x.shape(), x.backend());
        Tensor statistics = Tensor.empty(Shape.of(norm.rows()), x.backend());
        rows.rmsNorm(norm, x.storage(), weight.storage(), (float) shift, y.storage(),
                statistics.storage());
        return y.madeBy("rmsNorm", g -> {
            x.accumulate(to -> rows.rmsNormBackward(norm, x.storage(), weight.storage(),
                    (float) shift, statistics.storage(), g.storage(), to));
            weight.accumulate(to -> rows.rmsNormBackward(norm, x.storage(), statistics.storage(),
                    g.storage(), to));
        }, x, weight).saving(x, weight);
    }

    private static void requireSize(String name, Tensor parameter, Tensor x) {
        if (x.rank() == 0 || parameter.rank() != 1 || parameter.size(0) != x.size(-1)) {
            throw new IllegalArgumentException("%s must be (n) for x (..., n), got %s for %s"
                    .formatted(name, parameter.shape(), x.shape()));
        }
    }
}
