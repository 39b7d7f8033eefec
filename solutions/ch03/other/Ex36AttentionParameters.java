import java.util.stream.LongStream;
import llm.attention.AttentionConfig;

/// Layer by layer, each counted by one method.
public final class Ex36AttentionParameters {
    private Ex36AttentionParameters() {}

    public static long parameters(AttentionConfig config) {
        int width = config.heads() * config.headDim();
        return LongStream.of(
                linear(config.embDim(), width, config.qkvBias()),
                linear(config.embDim(), config.kvWidth(), config.qkvBias()),
                linear(config.embDim(), config.kvWidth(), config.qkvBias()),
                linear(width, config.embDim(), config.outBias())).sum();
    }

    private static long linear(long in, long out, boolean bias) {
        return (bias ? in + 1 : in) * out;
    }
}
