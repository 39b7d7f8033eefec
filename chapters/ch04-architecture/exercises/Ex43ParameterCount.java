import llm.exercise.ExerciseNotDone;
import llm.model.GptConfig;

/// Exercise 4.3 ★: counting a GPT-2. How many numbers is a model, and how much memory do they take?
///
/// A block has
///
/// - attention: four `(embDim, embDim)` matrices for query, key, value and output; the output has a
///   bias, the other three only if `qkvBias` says so;
/// - a feed-forward layer: two matrices, `embDim` → `ffDim` → `embDim`, both with a bias;
/// - two layer norms, each with a gain and a bias.
///
/// Around the blocks are the two tables, of `vocabSize` and of `contextLength` rows of `embDim`,
/// one more layer norm, and a head of `(vocabSize, embDim)` without a bias. A tied head is the
/// token table itself and counts nothing.
///
/// At a width of 768, attention without biases on queries, keys and values has 2,360,064
/// parameters, the feed-forward layer of width 3,072 has 4,722,432: twice as many. GPT-2 small has
/// 124,439,808 in all. In float32, 4 bytes each, that is 497.759232 MB, where a megabyte is 10⁶
/// bytes. The count of GPT-3 (175 billion) must not overflow. Write it without `ModelSize`.
///
/// Section 4.7 of the notebook.
public final class Ex43ParameterCount {
    private Ex43ParameterCount() {}

    /// Parameters of one attention layer.
    public static long attention(int embDim, boolean qkvBias) {
        throw new ExerciseNotDone("Exercise 4.3: write attention(int, boolean)");
    }

    /// Parameters of one feed-forward layer.
    public static long feedForward(int embDim, int ffDim) {
        throw new ExerciseNotDone("Exercise 4.3: write feedForward(int, int)");
    }

    /// Parameters of the whole model.
    public static long parameters(GptConfig config) {
        throw new ExerciseNotDone("Exercise 4.3: write parameters(GptConfig)");
    }

    /// Memory of so many parameters in float32.
    ///
    /// @return megabytes of 10⁶ bytes
    public static double megabytes(long parameters) {
        throw new ExerciseNotDone("Exercise 4.3: write megabytes(long)");
    }
}
