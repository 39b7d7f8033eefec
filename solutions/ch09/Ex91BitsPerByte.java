import java.nio.charset.StandardCharsets;

/// Exercise 9.1: bits per byte.
///
/// **Why.** By the chain rule the surprises of the tokens add up to that of the whole text, `−ln
/// p`, in which no token is left. Bytes are a measure that no tokenizer changes, so dividing by
/// them makes models comparable; it is also the size to which an arithmetic coder with this model
/// would compress the text. A perplexity is `2` to the bits of a token, and the same bits in fewer
/// tokens are more for each.
///
/// **Complexity.** O(tokens + bytes).
///
/// **Common mistakes.** Nats taken for bits, or the factor upside down; a mean over tokens where
/// the sum is wanted; characters instead of bytes, of which there are fewer outside of ASCII, which
/// makes other languages look worse; e to a number of bits.
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
        return Math.pow(2, bitsPerByte * bytes / tokens);
    }
}
