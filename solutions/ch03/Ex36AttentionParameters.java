import llm.attention.AttentionConfig;

/// Exercise 3.6: the parameters of multi-head attention.
///
/// **Why.** Four linear layers, each `in · out` weights and `out` biases. Heads do not appear in
/// the weights but through their summed width: 12 heads of 64 cost what one of 768 does. Fewer
/// key/value heads make two of the four smaller.
///
/// **Complexity.** A few products.
///
/// **Common mistakes.** Keys and values as wide as queries; an output projection of `embDim ·
/// embDim`, or a bias for it that is `heads · headDim` long, both of which GPT-2 does not show;
/// `int`, which overflows without a word.
public final class Ex36AttentionParameters {
    private Ex36AttentionParameters() {}

    public static long parameters(AttentionConfig config) {
        long embDim = config.embDim();
        long width = (long) config.heads() * config.headDim();
        long qkvWidth = width + 2L * config.kvHeads() * config.headDim();
        return embDim * qkvWidth + (config.qkvBias() ? qkvWidth : 0)
                + width * embDim + (config.outBias() ? embDim : 0);
    }
}
