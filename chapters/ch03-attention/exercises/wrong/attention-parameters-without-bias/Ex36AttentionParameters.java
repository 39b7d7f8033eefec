import llm.attention.AttentionConfig;

public final class Ex36AttentionParameters {
    private Ex36AttentionParameters() {}

    public static long parameters(AttentionConfig config) {
        long embDim = config.embDim();
        long width = (long) config.heads() * config.headDim();
        long qkvWidth = width + 2L * config.kvHeads() * config.headDim();
        return embDim * qkvWidth + width * embDim;
    }
}
