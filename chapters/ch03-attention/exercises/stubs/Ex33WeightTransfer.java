import java.util.Map;
import llm.exercise.ExerciseNotDone;
import llm.tensor.Tensor;

/// Exercise 3.3 ★★: the transfer of weights. Two programs may compute the same and store it
/// differently; who loads a model of another program has to translate.
///
/// `SelfAttention` makes queries, keys and values with `Linear`, whose weight is `(out, in)` and
/// which computes `x · Wᵀ`. Write the same attention with plain matrices and `x · W`.
///
/// `matrices` translates the state of a `SelfAttention`, which has the entries `query.weight`,
/// `key.weight` and `value.weight`, each `(headDim, embDim)`, to the entries `query`, `key` and
/// `value`, each `(embDim, headDim)`. The weight `{{1, 2}, {3, 4}, {5, 6}}` of a `headDim` of 3 and
/// an `embDim` of 2 becomes `{{1, 3, 5}, {2, 4, 6}}`. Refuse a state that lacks a weight, and one
/// that has a bias (such as `query.bias`), which would be lost: each with an
/// `IllegalArgumentException`.
///
/// `forward` computes `softmax(q · kᵀ / √headDim) · v`, without a mask.
///
/// Section 3.2 of the notebook.
public final class Ex33WeightTransfer {
    private Ex33WeightTransfer() {}

    /// @param state of a `SelfAttention`, by name
    /// @return `query`, `key` and `value`, each `(embDim, headDim)`
    public static Map<String, Tensor> matrices(Map<String, Tensor> state) {
        throw new ExerciseNotDone("Exercise 3.3: write matrices(state)");
    }

    /// @param x        `(batch, tokens, embDim)`
    /// @param matrices `query`, `key` and `value`, each `(embDim, headDim)`
    /// @return context vectors, `(batch, tokens, headDim)`
    public static Tensor forward(Tensor x, Map<String, Tensor> matrices) {
        throw new ExerciseNotDone("Exercise 3.3: write forward(x, matrices)");
    }
}
