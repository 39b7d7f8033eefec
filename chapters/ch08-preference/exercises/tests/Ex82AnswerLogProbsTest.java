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
@DisplayName("Exercise 8.2: log-probabilities of an answer")
class Ex82AnswerLogProbsTest {
    private static final double[][] LOGITS = {{Math.log(2), 0, 0}, {0, Math.log(6), 0}, {5, 5, 5}};
    private static final int[] IDS = {2, 0, 1};

    @Test
    @DisplayName("the answer in the text, token by token")
    void givesTheWorkedExample() {
        logProbs("the log-probabilities of the answer in the text", LOGITS, IDS, 1)
                .toBe(new double[] {Math.log(0.5), Math.log(0.75)}, 1e-5);
        logProbs("those with a prompt of two tokens", LOGITS, IDS, 2)
                .toBe(new double[] {Math.log(0.75)}, 1e-5);
    }

    @Test
    @DisplayName("its sum and its mean")
    void addsUp() {
        sum("the sum over the answer in the text", LOGITS, IDS, 1).toBe(Math.log(0.375), 1e-5);
        mean("the mean over the answer in the text", LOGITS, IDS, 1)
                .toBe(Math.log(0.375) / 2, 1e-5);
    }

    @Test
    @DisplayName("large logits and tiny probabilities give numbers")
    void isStable() {
        double[][] logits = {{1000, 999}, {0, -1000}, {0, 0}};
        logProbs("the log-probabilities under large logits", logits, new int[] {0, 0, 1}, 1)
                .toBe(new double[] {-0.313262, -1000}, 1e-4);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any answer")
    void anyAnswer(RandomGenerator random) {
        int prompt = random.nextInt(2, 6);
        int tokens = prompt + random.nextInt(3, 8);
        double[][] logits = IntStream.range(0, tokens).mapToObj(t -> IntStream.range(0, 7)
                .mapToDouble(v -> 2 * random.nextGaussian()).toArray()).toArray(double[][]::new);
        int[] ids = random.ints(tokens, 0, 7).toArray();
        double[] expected = IntStream.range(prompt, tokens)
                .mapToDouble(t -> -surprise(logits[t - 1], ids[t])).toArray();
        double sum = Arrays.stream(expected).sum();
        logProbs("the log-probabilities of a longer answer", logits, ids, prompt)
                .toBe(expected, 1e-4);
        sum("the sum over a longer answer", logits, ids, prompt).toBe(sum, 1e-4);
        mean("the mean over a longer answer", logits, ids, prompt)
                .toBe(sum / expected.length, 1e-4);
    }

    @Test
    @DisplayName("refuses a text without prompt and one without answer")
    void refusesTheImpossible() {
        expectRefusal("a prompt of 0 tokens", () -> Ex82AnswerLogProbs.logProbs(LOGITS, IDS, 0));
        expectRefusal("an answer of 0 tokens", () -> Ex82AnswerLogProbs.mean(LOGITS, IDS, 3));
    }

    /// How much the other tokens outweigh this one.
    private static double surprise(double[] row, int id) {
        return Math.log(Arrays.stream(row).map(logit -> Math.exp(logit - row[id])).sum());
    }

    /// Whether e to some of them is infinite or 0.
    private static boolean areLarge(double[][] logits) {
        return Arrays.stream(logits).flatMapToDouble(Arrays::stream)
                .anyMatch(logit -> Math.abs(logit) > 700);
    }

    private static Expect logProbs(String what, double[][] logits, int[] ids, int prompt) {
        double[] actual = Ex82AnswerLogProbs.logProbs(logits, ids, prompt);
        int tokens = ids.length;
        return expect(what, actual)
                .mistakeIf(areLarge(logits)
                                && Arrays.stream(actual).anyMatch(each -> !Double.isFinite(each)),
                        "answer-log-prob-overflows", OVERFLOWS)
                .mistake("answer-log-prob-not-shifted", NOT_SHIFTED, IntStream.range(prompt, tokens)
                        .mapToDouble(t -> -surprise(logits[t], ids[t])).toArray())
                .mistake("answer-log-prob-counts-the-prompt", COUNTS_PROMPT, counted(logits, ids))
                .mistake("answer-log-prob-without-log", WITHOUT_LOG, IntStream.range(prompt, tokens)
                        .mapToDouble(t -> Math.exp(-surprise(logits[t - 1], ids[t]))).toArray())
                .mistake("answer-log-prob-without-softmax", WITHOUT_SOFTMAX,
                        IntStream.range(prompt, tokens)
                                .mapToDouble(t -> logits[t - 1][ids[t]]).toArray());
    }

    private static Expect sum(String what, double[][] logits, int[] ids, int prompt) {
        return total(what, Ex82AnswerLogProbs.sum(logits, ids, prompt), logits, ids, prompt, 1)
                .mistake("answer-log-prob-counts-the-prompt", COUNTS_PROMPT,
                        Arrays.stream(counted(logits, ids)).sum());
    }

    private static Expect mean(String what, double[][] logits, int[] ids, int prompt) {
        int answer = ids.length - prompt;
        double sum = IntStream.range(prompt, ids.length)
                .mapToDouble(t -> -surprise(logits[t - 1], ids[t])).sum();
        return total(what, Ex82AnswerLogProbs.mean(logits, ids, prompt), logits, ids, prompt,
                answer)
                .mistake("answer-log-prob-counts-the-prompt", COUNTS_PROMPT,
                        Arrays.stream(counted(logits, ids)).average().orElseThrow())
                .mistake("answer-log-prob-mean-over-all-tokens", "the sum is divided by the tokens "
                        + "of the prompt, too: the mean is over the answer's", sum / ids.length);
    }

    private static Expect total(String what, double actual, double[][] logits, int[] ids,
            int prompt, int divisor) {
        return expect(what, actual)
                .mistakeIf(areLarge(logits) && !Double.isFinite(actual),
                        "answer-log-prob-overflows", OVERFLOWS)
                .mistake("answer-log-prob-not-shifted", NOT_SHIFTED,
                        -IntStream.range(prompt, ids.length)
                                .mapToDouble(t -> surprise(logits[t], ids[t])).sum() / divisor)
                .mistake("answer-log-prob-without-log", WITHOUT_LOG,
                        IntStream.range(prompt, ids.length)
                                .mapToDouble(t -> Math.exp(-surprise(logits[t - 1], ids[t])))
                                .sum() / divisor)
                .mistake("answer-log-prob-without-softmax", WITHOUT_SOFTMAX,
                        IntStream.range(prompt, ids.length)
                                .mapToDouble(t -> logits[t - 1][ids[t]]).sum() / divisor);
    }

    /// Log-probabilities of all tokens but the first.
    private static double[] counted(double[][] logits, int[] ids) {
        return IntStream.range(1, ids.length)
                .mapToDouble(t -> -surprise(logits[t - 1], ids[t])).toArray();
    }

    private static final String OVERFLOWS = "e to a large logit is infinite, or e to a small one "
            + "0: take the row's largest off first, and never a logarithm of the softmax itself";
    private static final String NOT_SHIFTED = "each token is judged by its own row, which has seen "
            + "it already: its judge is the row before";
    private static final String COUNTS_PROMPT = "tokens of the prompt are counted, too, but the "
            + "model did not write them";
    private static final String WITHOUT_LOG = "these are probabilities: their logarithms are what "
            + "can be added up";
    private static final String WITHOUT_SOFTMAX = "these are the logits themselves: they become "
            + "log-probabilities when the row's ln Σ e^logit is taken off";
}
