package llm.tensor.backend;

import java.util.List;
import llm.tensor.backend.ElementwiseKernels.Target;

/// Kernels on a matrix of `rows × columns`, row by row, and reductions along one axis.
public interface RowKernels {

    /// `y = eˣ / Σ eˣ` in each row.
    void softmax(Storage x, Storage y, int rows, int columns);

    /// `gx = y ⊙ (gy − Σ gy·y)`
    void softmaxBackward(Storage y, Storage gy, Target gx, int rows, int columns);

    /// `y = x − ln Σ eˣ` in each row.
    void logSoftmax(Storage x, Storage y, int rows, int columns);

    /// `gx = gy − eʸ Σ gy`
    void logSoftmaxBackward(Storage y, Storage gy, Target gx, int rows, int columns);

    /// Sizes of a normalisation and the small number that keeps its divisor from 0.
    record Norm(int rows, int columns, float epsilon) {
    }

    /// `y = (x − mean) / √(variance + ε) · weight + bias`. `statistics` receives mean and
    /// reciprocal deviation of each row, `(rows, 2)`.
    void layerNorm(Norm norm, Storage x, Storage weight, Storage bias, Storage y,
                   Storage statistics);

    /// Gradient of [#layerNorm] with respect to `x`.
    void layerNormBackward(Norm norm, Storage x, Storage weight, Storage statistics, Storage gy,
                           Target gx);

    /// Gradients of [#layerNorm] with respect to `weight` and `bias`.
    void layerNormBackward(Norm norm, Storage x, Storage statistics, Storage gy, Target gWeight,
                           Target gBias);

    /// `y = x / √(mean(x²) + ε) · (weight + shift)`. `statistics` receives the reciprocal root
    /// of each row, `(rows)`.
    void rmsNorm(Norm norm, Storage x, Storage weight, float shift, Storage y,
                 Storage statistics);

    /// Gradient of [#rmsNorm] with respect to `x`.
    void rmsNormBackward(Norm norm, Storage x, Storage weight, float shift, Storage statistics,
                         Storage gy, Target gx);

    /// Gradient of [#rmsNorm] with respect to `weight`.
    void rmsNormBackward(Norm norm, Storage x, Storage statistics, Storage gy, Target gWeight);

    /// `logSumExp − x[target]` of each row into `losses`, 0 where the target is `ignored`; the
    /// row's log-sum-exp into `logSumExp`.
    void crossEntropy(Storage logits, Indices targets, int ignored, Storage losses,
                      Storage logSumExp);

    /// `gx = gLoss · (softmax(x) − onehot(target))`, 0 in rows whose target is `ignored`.
    /// `gLoss` is one value for each row, or one for all. `gx` may be `logits` itself.
    void crossEntropyBackward(Storage logits, Indices targets, int ignored, Storage logSumExp,
                              Storage gLoss, Target gx);

    /// Sum over the middle axis: `(outer, n, inner)` → `(outer, inner)`.
    void sum(Storage x, int outer, int n, int inner, Storage y, boolean add);

    /// Largest value over the middle axis and where it was: `(outer, n, inner)` →
    /// `(outer, inner)`. A NaN is it only where it comes first, since nothing is larger.
    void max(Storage x, int outer, int n, int inner, Storage y, Indices position);

    /// Gradient of [#max]: `gx[outer, position, inner] = gy[outer, inner]`, 0 elsewhere.
    void maxBackward(Storage gy, Indices position, int outer, int n, int inner, Target gx);

    /// The `k` largest values of each row and where they were, `(rows, k)`, the largest first; of
    /// equal ones the one that comes first. NaN is less than all.
    void topK(Storage x, int rows, int columns, int k, Storage y, Indices position);

    /// Sum of the squares of all values of all storages, accumulated in double precision in a fixed
    /// order. The host waits for it once.
    double sumOfSquares(List<Storage> all);
}
