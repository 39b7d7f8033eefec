import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// As streams: the places of a row that count, and their average.
public final class Ex85MaskedMean {
    private Ex85MaskedMean() {}

    public static double overAll(double[][] values, boolean[][] mask) {
        return IntStream.range(0, values.length).boxed()
                .flatMapToDouble(row -> counted(values[row], mask[row])).average().orElse(0);
    }

    public static double[] ofRows(double[][] values, boolean[][] mask) {
        return IntStream.range(0, values.length)
                .mapToDouble(row -> counted(values[row], mask[row]).average().orElse(0)).toArray();
    }

    private static DoubleStream counted(double[] values, boolean[] mask) {
        return IntStream.range(0, values.length).filter(t -> mask[t]).mapToDouble(t -> values[t]);
    }
}
