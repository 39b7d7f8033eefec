/// Exercise 5.1: the perplexity of several texts.
///
/// **Why.** The loss is a mean over tokens, in training as in every evaluation of the book, because
/// the token is what the model predicts. So sums are kept and divided once at the end. Surprises
/// are added where probabilities would be multiplied: a product of a thousand of them is 0 in
/// floating point.
///
/// **Complexity.** O(tokens) time, O(1) memory.
///
/// **Common mistakes.** A mean of the texts' means, in which the tokens of short texts count for
/// more; a mean of perplexities, which a single odd text governs; `2` to the power of nats.
public final class Ex51Perplexity {
    private Ex51Perplexity() {}

    public static double perplexity(double[][] surprises) {
        double sum = 0;
        long tokens = 0;
        for (double[] text : surprises) {
            for (double surprise : text) {
                sum += surprise;
            }
            tokens += text.length;
        }
        if (tokens == 0) {
            throw new IllegalArgumentException("texts must have a token, got none in "
                    + surprises.length + " texts");
        }
        return Math.exp(sum / tokens);
    }
}
