import java.util.Arrays;

public final class Ex51Perplexity {
    public static double perplexity(double[][] surprises) {
        return Arrays.stream(surprises)
                .filter(text -> text.length > 0)
                .mapToDouble(text -> Math.exp(Arrays.stream(text).average().orElseThrow()))
                .average()
                .orElseThrow(() -> new IllegalArgumentException("there must be a token"));
    }
}
