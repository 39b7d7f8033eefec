import llm.attention.AttentionConfig;

public final class Ex36AttentionParameters {
    private Ex36AttentionParameters() {}

    public static long parameters(AttentionConfig config) {
        int embDim = config.embDim();
        int width = config.heads() * config.headDim();
        int qkvWidth = width + 2 * config.kvHeads() * config.headDim();
        return embDim * qkvWidth + (config.qkvBias() ? qkvWidth : 0)
                + width * embDim + (config.outBias() ? embDim : 0);
    }
}
