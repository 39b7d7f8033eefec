import java.util.stream.LongStream;

/// By the sizes of A and B themselves, and the largest rank by trying.
public final class Ex69LoraParameters {
    private Ex69LoraParameters() {}

    public static long adapterParameters(int out, int in, int rank) {
        long a = (long) rank * in;
        long b = (long) out * rank;
        return a + b;
    }

    public static long gpt2Parameters(int embDim, int layers, int classes, int rank) {
        int[][] shapes = {{embDim, embDim}, {embDim, embDim}, {embDim, embDim}, {embDim, embDim},
            {4 * embDim, embDim}, {embDim, 4 * embDim}};
        long sum = adapterParameters(classes, embDim, rank);
        for (int[] shape : shapes) {
            sum += layers * adapterParameters(shape[0], shape[1], rank);
        }
        return sum;
    }

    public static int largestRank(int out, int in) {
        long weight = Math.multiplyFull(out, in);
        return (int) LongStream.iterate(0, rank -> rank * (in + out) < weight, rank -> rank + 1)
                .max().orElse(0);
    }
}
