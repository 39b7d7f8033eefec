/// Exercise 6.9: how much learns with LoRA.
///
/// **Why.** A product of matrices costs its sides, not its area: `rank · (in + out)` numbers in
/// place of `in · out`. Against a square weight that pays up to nearly half its side. Against a
/// head of two rows hardly: at rank 16 its adapter has 12,320 numbers, and the head itself 1,536.
/// Therefore the book's classifiers let the new head learn as a whole.
///
/// **Complexity.** A few multiplications.
///
/// **Common mistakes.** Counting the frozen weight; leaving out the head; taking query, key and
/// value for one layer that shares `A`, as GPT-2's files store them; products of `int` that
/// overflow.
public final class Ex69LoraParameters {
    private Ex69LoraParameters() {}

    public static long adapterParameters(int out, int in, int rank) {
        return (long) rank * (in + out);
    }

    public static long gpt2Parameters(int embDim, int layers, int classes, int rank) {
        long attention = 4 * adapterParameters(embDim, embDim, rank);
        long feedForward = adapterParameters(4 * embDim, embDim, rank)
                + adapterParameters(embDim, 4 * embDim, rank);
        return layers * (attention + feedForward) + adapterParameters(classes, embDim, rank);
    }

    public static int largestRank(int out, int in) {
        long numbers = (long) out * in;                      // rank · (in + out) must be below
        return (int) ((numbers - 1) / (in + out));
    }
}
