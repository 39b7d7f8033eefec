import llm.exercise.ExerciseNotDone;

/// Exercise 9.1 ★: bits per byte. Two models with different tokenizers have read the same text;
/// their perplexities are per token and cannot be compared, but bits per byte can.
///
/// `bitsPerByte` takes how surprised a model was by each token of a text, `−ln p` in nats. Return
/// how many bits that is for each byte of the text in UTF-8: 1 bit is `ln 2 = 0.6931` nats. Refuse
/// a text without a byte with an `IllegalArgumentException`.
///
/// `Zürich` has 6 characters and 7 bytes. A model that reads it as two tokens, each with a surprise
/// of 4.852 nats (7 bits), needs 14 bits, which is 2 bits per byte.
///
/// `perplexity` goes the other way: which perplexity per *token* has a model with so many bits per
/// byte, if its tokenizer makes `tokens` of `bytes`? With 2 bits per byte and 7 bytes it is `2⁷ =
/// 128` for 2 tokens, and `2² = 4` for 7 tokens: the same model quality, two very different
/// numbers.
///
/// Section 9.1 of the notebook.
public final class Ex91BitsPerByte {
    private Ex91BitsPerByte() {}

    /// @param text what was read
    /// @param nats surprise of each token, `(tokens)`
    /// @return bits per byte
    public static double bitsPerByte(String text, double[] nats) {
        throw new ExerciseNotDone("Exercise 9.1: write bitsPerByte(String, double[])");
    }

    /// @param bitsPerByte from 0
    /// @param bytes       of the text in UTF-8, at least 1
    /// @param tokens      that a tokenizer makes of them, at least 1
    /// @return perplexity per token
    public static double perplexity(double bitsPerByte, int bytes, int tokens) {
        throw new ExerciseNotDone("Exercise 9.1: write perplexity(double, int, int)");
    }
}
