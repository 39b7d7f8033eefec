import java.util.Arrays;

/// As a stream: the texts become one row of tokens, whose mean is what we want.
public final class Ex51Perplexity {
    private Ex51Perplexity() {}

    public static double perplexity(double[][] surprises) {
        return Math.exp(Arrays.stream(surprises).flatMapToDouble(Arrays::stream).average()
                .orElseThrow(() -> new IllegalArgumentException(
                        "texts must have a token, got none")));
    }
}
