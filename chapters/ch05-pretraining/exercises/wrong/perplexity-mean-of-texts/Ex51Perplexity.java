import java.util.Arrays;

public final class Ex51Perplexity {
    public static double perplexity(double[][] surprises) {
        double sum = 0;
        int texts = 0;
        for (double[] text : surprises) {
            if (text.length > 0) {
                sum += Arrays.stream(text).average().orElseThrow();
                texts++;
            }
        }
        if (texts == 0) {
            throw new IllegalArgumentException("texts must have a token, got none");
        }
        return Math.exp(sum / texts);
    }
}
