import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import llm.exercise.ExerciseNotDone;

/// Exercise 4.2 ★★: the wiring of a block, with dropout. The parts are given, the residuals are
/// yours.
///
/// A pre-norm block adds to its input what two layers have made, each of which reads a normalised
/// vector. Dropout `D` acts on what is added, and on nothing else:
///
///     y = x + D(attention(attentionNorm(x)))
///     z = y + D(feedForward(feedForwardNorm(y)))
///
/// `D` asks `random.nextDouble()` once for each value, from the first to the last. Where the draw
/// is below `rate`, the value becomes 0; the others are divided by `1 − rate`, so that the mean
/// stays. A rate of 0 changes nothing. Refuse a rate below 0, of 1 or above with an
/// `IllegalArgumentException`.
///
/// Let the parts of a toy block be: attentionNorm doubles, attention adds 1, feedForwardNorm
/// negates, feedForward multiplies by 10. For `x = {1, 2}` and a rate of 0, `y` is `{4, 7}` and the
/// result `{-36, -63}`. For a rate of 0.5 and the draws 0.2, 0.7, 0.9, 0.4, `y` is `{1, 12}` and
/// the result `{-19, 12}`.
///
/// Section 4.5 of the notebook.
public final class Ex42TransformerBlock {
    private final UnaryOperator<double[]> attentionNorm;
    private final UnaryOperator<double[]> attention;
    private final UnaryOperator<double[]> feedForwardNorm;
    private final UnaryOperator<double[]> feedForward;

    /// Each part makes a new vector of the same length and leaves the one it reads as it is.
    public Ex42TransformerBlock(
            UnaryOperator<double[]> attentionNorm, UnaryOperator<double[]> attention,
            UnaryOperator<double[]> feedForwardNorm, UnaryOperator<double[]> feedForward) {
        this.attentionNorm = attentionNorm;
        this.attention = attention;
        this.feedForwardNorm = feedForwardNorm;
        this.feedForward = feedForward;
    }

    /// @param x      the vectors of all tokens, one behind the other, `(tokens · embDim)`
    /// @param rate   share of the added values that is hidden, in `[0, 1)`
    /// @param random says which
    /// @return a new array, `(tokens · embDim)`
    public double[] forward(double[] x, double rate, RandomGenerator random) {
        throw new ExerciseNotDone("Exercise 4.2: write forward(double[], double, RandomGenerator)");
    }
}
