import java.nio.charset.StandardCharsets;

public final class Ex91BitsPerByte {
    private Ex91BitsPerByte() {}

    public static double bitsPerByte(String text, double[] nats) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0) {
            throw new IllegalArgumentException("text must have a byte or more, got none");
        }
        double sum = 0;
        for (double each : nats) {
            sum += each;
        }
        return sum / Math.log(2) / bytes;
    }

    public static double perplexity(double bitsPerByte, int bytes, int tokens) {
        return Math.pow(2, bitsPerByte);
    }
}
