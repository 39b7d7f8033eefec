import llm.attention.AttentionConfig;
import llm.exercise.ExerciseNotDone;

/// Exercise 3.6 ★: the parameters of multi-head attention. Before a model is trained, its size is a
/// matter of counting.
///
/// Return how many numbers one attention layer learns: the weights of its query, key, value and
/// output projection, and their biases where `config.qkvBias()` (queries, keys, values) and
/// `config.outBias()` (output) say that there are any. Queries are `heads · headDim` wide, keys and
/// values `kvHeads · headDim`; the output projection leads from `heads · headDim` back to `embDim`.
/// Note that `heads · headDim` need not be `embDim`: it is not in Qwen3. Positions and norms of
/// heads are not counted.
///
/// GPT-2 small has an `embDim` of 768 and 12 heads of 64. Without a bias for queries, keys and
/// values, but with one for the output, that is 4 · 768 · 768 + 768 = 2,360,064. Very wide layers
/// have more than fit into an `int`.
///
/// Section 3.9 of the notebook.
public final class Ex36AttentionParameters {
    private Ex36AttentionParameters() {}

    /// @param config sizes of one layer, without positions and norms
    public static long parameters(AttentionConfig config) {
        throw new ExerciseNotDone("Exercise 3.6: write parameters(config)");
    }
}
