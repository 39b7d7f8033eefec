import static llm.exercise.Expect.expect;
import static llm.exercise.Expect.expectRefusal;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
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
@DisplayName("Exercise 8.10: pass@k")
class Ex810PassAtKTest {
    @Test
    @DisplayName("five answers of which two are right, as in the text")
    void givesTheWorkedExample() {
        pass("pass@2 of 2 right ones of 5", 5, 2, 2).toBe(0.7, 1e-6);
        curve("the curve in the text", new int[] {2, 0}, 5, 1, 2, 3)
                .toBe(new double[] {0.2, 0.35, 0.45}, 1e-6);
    }

    @Test
    @DisplayName("none right, all right, and fewer wrong ones than k")
    void ends() {
        pass("pass@3 where none of 5 is right", 5, 0, 3).toBe(0.0, 1e-6);
        pass("pass@1 where all of 5 are right", 5, 5, 1).toBe(1.0, 1e-6);
        pass("pass@2 where 4 of 5 are right", 5, 4, 2).toBe(1.0, 1e-6);
        pass("pass@1 where 3 of 8 are right", 8, 3, 1).toBe(0.375, 1e-6);
    }

    @Test
    @DisplayName("is right for thousands of answers")
    void manyAnswers() {
        pass("pass@1000 of 3 right ones of 4000", 4000, 3, 1000).toBe(exact(4000, 3, 1000), 1e-6);
        pass("pass@2 of 2000 right ones of 6000", 6000, 2000, 2).toBe(exact(6000, 2000, 2), 1e-6);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any numbers")
    void anyNumbers(RandomGenerator random) {
        for (int i = 0; i < 5; i++) {
            int n = random.nextInt(12, 40);
            int c = random.nextInt(2, 6);
            int k = random.nextInt(2, 6);
            pass("pass@k of other numbers", n, c, k).toBe(exact(n, c, k), 1e-6);
        }
        int[] right = random.ints(6, 0, 20).toArray();
        right[0] = 1;
        right[1] = 18;
        curve("the curve of more questions", right, 20, 1, 3, 9).toBe(IntStream.of(1, 3, 9)
                .mapToDouble(k -> Arrays.stream(right).mapToDouble(c -> exact(20, c, k))
                        .average().orElseThrow()).toArray(), 1e-6);
    }

    @Test
    @DisplayName("refuses what cannot be drawn")
    void refusesTheImpossible() {
        expectRefusal("5 of 4 answers", () -> Ex810PassAtK.passAtK(4, 2, 5));
        expectRefusal("0 of 4 answers", () -> Ex810PassAtK.passAtK(4, 2, 0));
        expectRefusal("5 right ones of 4", () -> Ex810PassAtK.passAtK(4, 5, 2));
        expectRefusal("-1 right ones of 4", () -> Ex810PassAtK.passAtK(4, -1, 2));
    }

    private static Expect pass(String what, int n, int c, int k) {
        double actual = Ex810PassAtK.passAtK(n, c, k);
        double all = 1 - exact(n, n - c, k);
        return expect(what, actual)
                .mistakeIf(!Double.isFinite(actual), "pass-at-k-overflows", "the numbers of "
                        + "choices are too large for a double: multiply fractions instead")
                .mistake("pass-at-k-with-replacement", REPLACES, replaced(n, c, k))
                .mistake("pass-at-k-all-right", "this is how likely all k are right: one of them "
                        + "is enough", all > 0 ? all : null)
                .mistake("pass-at-k-none-right", "this is how likely none of them is right: one "
                        + "minus that is asked for", 1 - exact(n, c, k));
    }

    private static Expect curve(String what, int[] right, int n, int... ks) {
        double[] actual = Ex810PassAtK.curve(right, n, ks);
        int all = Arrays.stream(right).sum();
        return expect(what, actual)
                .mistake("pass-at-k-pools-questions", "all questions are thrown together, so that "
                        + "a right answer to one counts for the others: take the mean of pass@k",
                        IntStream.of(ks).mapToDouble(k -> exact(n * right.length, all, k))
                                .toArray())
                .mistake("pass-at-k-of-the-mean-share", "the mean share of right answers is put "
                        + "into a formula: take the mean of the results of the questions",
                        IntStream.of(ks).mapToDouble(k -> replaced(n * right.length, all, k))
                                .toArray())
                .mistake("pass-at-k-with-replacement", REPLACES, IntStream.of(ks)
                        .mapToDouble(k -> Arrays.stream(right).mapToDouble(c -> replaced(n, c, k))
                                .average().orElseThrow()).toArray());
    }

    private static double replaced(int n, int c, int k) {
        return 1 - Math.pow(1 - c / (double) n, k);
    }

    /// With whole numbers of any size.
    private static double exact(int n, int c, int k) {
        return 1 - new BigDecimal(choices(n - c, k))
                .divide(new BigDecimal(choices(n, k)), MathContext.DECIMAL64).doubleValue();
    }

    private static BigInteger choices(int n, int k) {
        BigInteger choices = BigInteger.ONE;
        for (int i = 0; i < k; i++) {
            choices = choices.multiply(BigInteger.valueOf(n - i)).divide(BigInteger.valueOf(i + 1));
        }
        return n < k ? BigInteger.ZERO : choices;
    }

    private static final String REPLACES = "the answers are drawn with replacement, so the same "
            + "one may come twice: that is too low, and lower the closer k is to n";
}
