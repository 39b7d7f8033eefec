import java.util.stream.LongStream;
import llm.model.GptConfig;

/// As a list of shapes, each of which is multiplied out.
public final class Ex43ParameterCount {
    private Ex43ParameterCount() {}

    private static long linear(long in, long out, boolean bias) {
        return out * (in + (bias ? 1 : 0));
    }

    public static long attention(int embDim, boolean qkvBias) {
        return 3 * linear(embDim, embDim, qkvBias) + linear(embDim, embDim, true);
    }

    public static long feedForward(int embDim, int ffDim) {
        return linear(embDim, ffDim, true) + linear(ffDim, embDim, true);
    }

    public static long parameters(GptConfig config) {
        int embDim = config.embDim();
        long rows = (long) config.vocabSize() * (config.tiedHead() ? 1 : 2)
                + config.contextLength();
        return LongStream.of(rows * embDim,
                config.layers() * attention(embDim, config.qkvBias()),
                config.layers() * feedForward(embDim, config.ffDim()),
                (2L * config.layers() + 1) * 2 * embDim).sum();
    }

    public static double megabytes(long parameters) {
        return 4e-6 * parameters;
    }
}
