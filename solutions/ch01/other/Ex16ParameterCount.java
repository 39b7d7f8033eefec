import java.util.Arrays;
import java.util.stream.IntStream;

/// With streams: the weights of all layers, then the biases.
public final class Ex16ParameterCount {
    private Ex16ParameterCount() {}

    public static long parameters(int[] widths) {
        if (widths.length < 2 || Arrays.stream(widths).anyMatch(width -> width < 1)) {
            throw new IllegalArgumentException("widths must be two or more, each at least 1, got "
                    + Arrays.toString(widths));
        }
        long weights = IntStream.range(1, widths.length)
                .mapToLong(i -> (long) widths[i - 1] * widths[i]).sum();
        return weights + Arrays.stream(widths).skip(1).asLongStream().sum();
    }
}
