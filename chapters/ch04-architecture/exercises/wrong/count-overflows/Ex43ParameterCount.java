import llm.model.GptConfig;

public final class Ex43ParameterCount {
    private Ex43ParameterCount() {}

    public static long attention(int embDim, boolean qkvBias) {
        return 4 * embDim * embDim + (qkvBias ? 4 : 1) * embDim;
    }

    public static long feedForward(int embDim, int ffDim) {
        return 2 * embDim * ffDim + ffDim + embDim;
    }

    public static long parameters(GptConfig config) {
        int embDim = config.embDim();
        int tokens = config.vocabSize() * embDim;
        int sum = tokens + config.contextLength() * embDim + 2 * embDim;
        if (!config.tiedHead()) {
            sum += tokens;
        }
        for (int layer = 0; layer < config.layers(); layer++) {
            sum += attention(embDim, config.qkvBias()) + feedForward(embDim, config.ffDim());
            sum += 4 * embDim;
        }
        return sum;
    }

    public static double megabytes(long parameters) {
        return parameters * 4 / 1e6;
    }
}
