import llm.exercise.ExerciseNotDone;

/// Exercise 6.9 ★: how much learns with LoRA. The price of a low rank, counted.
///
/// Beside a weight `(out, in)`, LoRA learns `A` as `(rank, in)` and `B` as `(out, rank)`, and
/// nothing else. `adapterParameters` counts their numbers: 768 × 768 at rank 16 has 24,576 of them.
///
/// `gpt2Parameters` counts those of a GPT-2 with adapters around every linear layer. A block has
/// six: query, key, value and output of the attention, each `(embDim, embDim)` with an adapter of
/// its own, and the two of the feed-forward network, which widens to `4 · embDim` and goes back.
/// Behind the blocks stands the head `(classes, embDim)`, which gets an adapter, too, and does not
/// learn otherwise. GPT-2 124M (`embDim` 768, 12 layers) with 2 classes at rank 16: 2,666,528.
///
/// `largestRank` is the largest rank at which an adapter has fewer numbers than the weight itself;
/// 0 if even rank 1 has not fewer. For 768 × 768 it is 383, and for a head of 2 × 768 it is 1.
///
/// Counts can exceed an `int`.
///
/// Section 6.10 of the notebook.
public final class Ex69LoraParameters {
    private Ex69LoraParameters() {}

    /// @return numbers that learn beside a weight `(out, in)`
    public static long adapterParameters(int out, int in, int rank) {
        throw new ExerciseNotDone("Exercise 6.9: write adapterParameters(int, int, int)");
    }

    /// @return numbers that learn in the whole model
    public static long gpt2Parameters(int embDim, int layers, int classes, int rank) {
        throw new ExerciseNotDone("Exercise 6.9: write gpt2Parameters(int, int, int, int)");
    }

    /// @return the largest rank that is worth it for a weight `(out, in)`
    public static int largestRank(int out, int in) {
        throw new ExerciseNotDone("Exercise 6.9: write largestRank(int, int)");
    }
}
