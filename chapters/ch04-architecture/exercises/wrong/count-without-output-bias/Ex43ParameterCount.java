import llm.model.GptConfig;

public final class Ex43ParameterCount {
    private Ex43ParameterCount() {}

    public static long attention(int embDim, boolean qkvBias) {
        long matrices = 4L * embDim * embDim;
        long biases = qkvBias ? 3L * embDim : 0;
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
