import java.util.Arrays;

/// With the bytes counted from the code points, and streams.
public final class Ex91BitsPerByte {
    private Ex91BitsPerByte() {}

    public static double bitsPerByte(String text, double[] nats) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("text must not be empty");
        }
        int bytes = text.codePoints()
                .map(c -> c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4).sum();
        return Arrays.stream(nats).map(each -> each / Math.log(2)).sum() / bytes;
    }

    public static double perplexity(double bitsPerByte, int bytes, int tokens) {
        double natsPerToken = bitsPerByte * Math.log(2) * bytes / tokens;
        return Math.exp(natsPerToken);
    }
}
