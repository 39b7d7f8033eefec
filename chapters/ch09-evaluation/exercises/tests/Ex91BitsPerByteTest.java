import static llm.exercise.Expect.expect;
import static llm.exercise.Expect.expectRefusal;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 9.1: bits per byte")
class Ex91BitsPerByteTest {
    private static final double BIT = Math.log(2);
    /// Words of one, two, three and four bytes per character.
    private static final String[] WORDS = {"river ", "größer ", "мост ", "東京 ", "🦉 ", "of "};

    @Test
    @DisplayName("Zürich costs 2 bits per byte, a perplexity of 128 or of 4")
    void givesTheWorkedExample() {
        bits("the bits per byte of Zürich", "Zürich", 7, 7 * BIT, 7 * BIT).toBe(2.0, 1e-6);
        perplexity("the perplexity of 2 bits per byte, 7 bytes in 2 tokens", 2, 7, 2)
                .toBe(128.0, 1e-4);
        perplexity("the perplexity of 2 bits per byte, 7 bytes in 7 tokens", 2, 7, 7)
                .toBe(4.0, 1e-6);
    }

    @Test
    @DisplayName("every byte counts, be it of a letter, a blank or an owl")
    void countsBytes() {
        bits("the bits per byte of a sentence in ASCII", "To be or not", 12,
                3 * BIT, 9 * BIT, 6 * BIT).toBe(1.5, 1e-6);
        bits("the bits per byte of an owl", "🦉!", 5, 2 * BIT, 5 * BIT, 3 * BIT).toBe(2.0, 1e-6);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any text, any surprises")
    void anyText(RandomGenerator random) {
        for (int i = 0; i < 4; i++) {
            int[] drawn = random.ints(random.nextInt(5, 12), 0, WORDS.length).toArray();
            StringBuilder text = new StringBuilder("é東🦉");
            int bytes = 9;
            for (int each : drawn) {
                text.append(WORDS[each]);
                bytes += new int[] {6, 9, 9, 7, 5, 3}[each];
            }
            double[] nats = random.doubles(drawn.length + 2, 0.1, 6).toArray();
            double halved = Arrays.stream(nats).sum() * 1.4426950408889634;      // 1 / ln 2
            bits("the bits per byte of another text", text.toString(), bytes, nats)
                    .toBe(halved / bytes, 1e-6);
            int tokens = random.nextInt(bytes / 3, bytes - 5);
            double bitsPerToken = random.nextDouble(2, 6);
            perplexity("the perplexity of another model", bitsPerToken * tokens / bytes, bytes,
                    tokens).toBe(Math.exp(bitsPerToken * BIT), 1e-4);
        }
    }

    @Test
    @DisplayName("refuses a text without a byte")
    void refusesNothing() {
        expectRefusal("an empty text", () -> Ex91BitsPerByte.bitsPerByte("", new double[0]));
    }

    private static Expect bits(String what, String text, int bytes, double... nats) {
        double sum = Arrays.stream(nats).sum();
        Expect expect = expect(what, Ex91BitsPerByte.bitsPerByte(text, nats))
                .mistake("bits-are-nats", "these are nats per byte: a bit is ln 2 nats",
                        sum / bytes)
                .mistake("bits-multiplied-by-ln-2", "nats are multiplied by ln 2: a bit is less "
                        + "than a nat, so there are more of them", sum * BIT / bytes)
                .mistake("bits-per-token", "this is per token: a tokenizer that makes fewer tokens "
                        + "would look worse", sum / BIT / nats.length)
                .mistake("bits-of-the-mean", "the mean of a token is divided by all bytes: take "
                        + "the sum over the tokens", sum / BIT / nats.length / bytes);
        for (int characters : new int[] {text.length(), text.codePointCount(0, text.length())}) {
            expect.mistake("bits-per-character", "this is per character: outside of ASCII a "
                    + "character has two to four bytes in UTF-8", sum / BIT / characters);
        }
        return expect;
    }

    private static Expect perplexity(String what, double bitsPerByte, int bytes, int tokens) {
        double perToken = bitsPerByte * bytes / tokens;
        return expect(what, Ex91BitsPerByte.perplexity(bitsPerByte, bytes, tokens))
                .mistake("bits-as-power-of-e", "e is raised to a number of bits: to bits belongs "
                        + "a power of 2", Math.exp(perToken))
                .mistake("bits-tokens-for-bytes", "bytes and tokens are swapped: a token has "
                        + "bytes / tokens times as many bits as a byte",
                        Math.pow(2, bitsPerByte * tokens / bytes))
                .mistake("bits-perplexity-of-a-byte", "this is the perplexity per byte: a token "
                        + "has several bytes, and their bits add up", Math.pow(2, bitsPerByte));
    }
}
