public final class Ex69LoraParameters {
    public static long adapterParameters(int out, int in, int rank) {
        return (long) rank * (in + out);
    }

    public static long gpt2Parameters(int embDim, int layers, int classes, int rank) {
        long attention = 4 * adapterParameters(embDim, embDim, rank);
        long feedForward = 2 * adapterParameters(4 * embDim, embDim, rank);
        return layers * (attention + feedForward);
    }

    public static int largestRank(int out, int in) {
        return (int) (((long) out * in - 1) / (in + out));
    }
}
