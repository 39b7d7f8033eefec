import static llm.exercise.Expect.expect;
import static llm.exercise.Expect.expectRefusal;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 5.1: the perplexity of several texts")
class Ex51PerplexityTest {
    private static final double TOLERANCE = 1e-6;
    private static final double LN_2 = Math.log(2);

    @Test
    @DisplayName("four tokens of probability 1/2 and two of 1/16 have a perplexity of 4")
    void givesTheWorkedExample() {
        perplexity("the perplexity of the example",
                new double[][] {{LN_2, LN_2, LN_2, LN_2}, {4 * LN_2, 4 * LN_2}})
                .toBe(4, TOLERANCE);
    }

    @Test
    @DisplayName("a text without tokens adds nothing, and texts without any are refused")
    void passesOverEmptyTexts() {
        perplexity("the perplexity with an empty text between",
                new double[][] {{LN_2}, {}, {3 * LN_2, 5 * LN_2}}).toBe(8, TOLERANCE);
        expectRefusal("no text", () -> Ex51Perplexity.perplexity(new double[0][]));
        expectRefusal("two texts without tokens",
                () -> Ex51Perplexity.perplexity(new double[2][0]));
    }

    @Test
    @DisplayName("who knows nothing of 1,024 tokens is torn among 1,024, in long texts, too")
    void takesLongTexts() {
        double[] text = new double[3_000];
        Arrays.fill(text, Math.log(1_024));
        expect("the perplexity of a long text", Ex51Perplexity.perplexity(new double[][] {text}))
                .toBe(1_024, TOLERANCE);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("every token counts alike, whatever the lengths of the texts")
    void countsTokens(RandomGenerator random) {
        double[][] surprises = IntStream.range(0, random.nextInt(3, 7))
                .mapToObj(text -> random.doubles(random.nextInt(1, 8) + 12L * text, 0, 1 + text)
                        .toArray())
                .toArray(double[][]::new);
        double inverse = 1;                                 // the geometric mean of all 1/p
        long tokens = Arrays.stream(surprises).mapToLong(text -> text.length).sum();
        for (double[] text : surprises) {
            for (double surprise : text) {
                inverse *= Math.pow(Math.exp(surprise), 1.0 / tokens);
            }
        }
        perplexity("the perplexity of texts of different length", surprises)
                .toBe(inverse, TOLERANCE);
    }

    private static Expect perplexity(String what, double[][] surprises) {
        double[] sums = Arrays.stream(surprises).filter(text -> text.length > 0)
                .mapToDouble(text -> Arrays.stream(text).sum()).toArray();
        double[] means = Arrays.stream(surprises).filter(text -> text.length > 0)
                .mapToDouble(text -> Arrays.stream(text).sum() / text.length).toArray();
        double sum = Arrays.stream(sums).sum();
        long tokens = Arrays.stream(surprises).mapToLong(text -> text.length).sum();
        return expect(what, Ex51Perplexity.perplexity(surprises))
                .mistake("perplexity-mean-of-texts", "a mean of the texts' means counts the tokens "
                        + "of short texts for more: divide the sum of all surprises by the number "
                        + "of all tokens", Math.exp(mean(means)))
                .mistake("perplexity-mean-of-perplexities", "the perplexities of the texts are "
                        + "averaged, but the mean must be that of the surprises, before the power",
                        mean(Arrays.stream(means).map(Math::exp).toArray()))
                .mistake("perplexity-of-the-sum", "this is the power of the sum of all surprises: "
                        + "divide it by the number of tokens first", Math.exp(sum))
                .mistake("perplexity-in-bits", "the surprises are in nats, so the base of the "
                        + "power is e, not 2", Math.pow(2, sum / tokens));
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }
}
