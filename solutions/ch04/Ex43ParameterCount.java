import llm.model.GptConfig;

/// Exercise 4.3: counting a GPT-2.
///
/// **Why.** A model is a list of matrices, and a matrix counts rows times columns. With
/// `ffDim = 4 · embDim`, a block is about `12 · embDim²`: four for attention, eight for the
/// feed-forward layer. Everything else is small, except the tables.
///
/// **Complexity.** O(1): nothing is built. That is the point, for GPT-3 would not fit here.
///
/// **Common mistakes.** Counting a tied head although it is the token table; calculating in `int`,
/// which ends at 2.1 billion; forgetting the last norm, the second vector of each norm or the bias
/// of the output; taking `4 · embDim` for granted; megabytes of 2²⁰ bytes.
public final class Ex43ParameterCount {
    private Ex43ParameterCount() {}

    public static long attention(int embDim, boolean qkvBias) {
        long matrices = 4L * embDim * embDim;
        long biases = (qkvBias ? 4L : 1L) * embDim;
        return matrices + biases;
    }

    public static long feedForward(int embDim, int ffDim) {
        return 2L * embDim * ffDim + ffDim + embDim;
    }

    public static long parameters(GptConfig config) {
        long width = config.embDim();
        long norm = 2 * width;
        long block = attention(config.embDim(), config.qkvBias())
                + feedForward(config.embDim(), config.ffDim()) + 2 * norm;
        long tokens = config.vocabSize() * width;
        long places = config.contextLength() * width;
        long head = config.tiedHead() ? 0 : tokens;
        return tokens + places + config.layers() * block + norm + head;
    }

    public static double megabytes(long parameters) {
        return parameters * Float.BYTES / 1e6;
    }
}
