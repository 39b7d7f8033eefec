import llm.attention.AttentionConfig;

public final class Ex36AttentionParameters {
    private Ex36AttentionParameters() {}

    public static long parameters(AttentionConfig config) {
        long embDim = config.embDim();
        long width = embDim;
        long qkvWidth = width + 2 * embDim / config.heads() * config.kvHeads();
        return embDim * qkvWidth + (config.qkvBias() ? qkvWidth : 0)
                + width * embDim + (config.outBias() ? embDim : 0);
    }
}
