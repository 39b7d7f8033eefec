import static llm.exercise.Expect.expect;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 9.4: how sure an accuracy is")
class Ex94StandardErrorTest {
    private static final double TOLERANCE = 1e-6;

    @Test
    @DisplayName("8 of 10 right, and 2 of 5 in another subject")
    void givesTheWorkedExample() {
        accuracy("the accuracy and standard error of 8 of 10", answers(10, 8))
                .toBe(new double[] {0.8, 0.133333}, TOLERANCE);
        pooled("the pooled standard error of the text", answers(10, 8), answers(5, 2))
                .toBe(0.1198289, TOLERANCE);
    }

    @Test
    @DisplayName("all right, none right, and a single question")
    void ends() {
        accuracy("the accuracy and standard error of 4 of 4", answers(4, 4))
                .toBe(new double[] {1, 0}, TOLERANCE);
        accuracy("the accuracy and standard error of 0 of 3", answers(3, 0))
                .toBe(new double[] {0, 0}, TOLERANCE);
        accuracy("the accuracy and standard error of 1 of 1", answers(1, 1))
                .toBe(new double[] {1, Double.NaN}, TOLERANCE);
    }

    @Test
    @DisplayName("a subject with a single question adds nothing to the sum")
    void poolsSingleQuestions() {
        // (1.6 + 0) / (11 − 2) / 11
        pooled("the pooled standard error with a single question", answers(10, 8), answers(1, 1))
                .toBe(0.1271283, TOLERANCE);
    }

    @Test
    @DisplayName("what subjects differ by is no chance")
    void poolsWithinSubjects() {
        pooled("the pooled standard error of a subject all right and one all wrong",
                answers(6, 6), answers(8, 0)).toBe(0.0, TOLERANCE);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any subjects")
    void anySubjects(RandomGenerator random) {
        for (int i = 0; i < 5; i++) {
            boolean[][] subjects = IntStream.range(0, random.nextInt(2, 6)).mapToObj(s -> {
                int questions = random.nextInt(5, 30);
                return answers(questions, random.nextInt(1, questions));
            }).toArray(boolean[][]::new);
            accuracy("the accuracy and standard error of other answers", subjects[0])
                    .toBe(exact(subjects[0]), TOLERANCE);
            pooled("the pooled standard error of other subjects", subjects)
                    .toBe(exactPooled(subjects), TOLERANCE);
        }
    }

    /// Of which the first are right.
    private static boolean[] answers(int questions, int right) {
        boolean[] answers = new boolean[questions];
        Arrays.fill(answers, 0, right, true);
        return answers;
    }

    private static double right(boolean... answers) {
        return IntStream.range(0, answers.length).filter(i -> answers[i]).count();
    }

    /// `Σ (x − mean)²`: of `a` ones and `b` zeros that is `a b / (a + b)`.
    private static double squares(boolean... answers) {
        return right(answers) * (answers.length - right(answers)) / answers.length;
    }

    private static double[] exact(boolean... answers) {
        int n = answers.length;
        return new double[] {right(answers) / n, Math.sqrt(squares(answers) / (n - 1) / n)};
    }

    private static double exactPooled(boolean[]... subjects) {
        int all = Stream.of(subjects).mapToInt(each -> each.length).sum();
        return Math.sqrt(Stream.of(subjects).mapToDouble(Ex94StandardErrorTest::squares).sum()
                / (all - subjects.length) / all);
    }

    private static Expect accuracy(String what, boolean... answers) {
        int n = answers.length;
        double[] actual = Ex94StandardError.accuracy(answers.clone());
        double[] exact = exact(answers);
        return expect(what, actual)
                .mistakeIf(exact[0] > 0 && exact[0] < 1 && actual.length == 2 && actual[0] == 0,
                        "stderr-divides-whole-numbers", "two whole numbers are divided, which "
                        + "drops the fraction and leaves 0")
                .mistake("stderr-with-n", WITH_N,
                        new double[] {exact[0], Math.sqrt(squares(answers)) / n})
                .mistake("stderr-of-one-answer", "this is the deviation of the single answers: "
                        + "that of their mean is smaller, by √n",
                        new double[] {exact[0], exact[1] * Math.sqrt(n)})
                .mistake("stderr-squared", "this is the variance: the standard error is its root",
                        new double[] {exact[0], exact[1] * exact[1]});
    }

    private static Expect pooled(String what, boolean[]... subjects) {
        int count = subjects.length;
        double actual = Ex94StandardError.pooled(Stream.of(subjects).map(boolean[]::clone)
                .toArray(boolean[][]::new));
        int all = Stream.of(subjects).mapToInt(each -> each.length).sum();
        boolean[] joined = answers(all, (int) Stream.of(subjects)
                .mapToDouble(Ex94StandardErrorTest::right).sum());
        double[] errors = Stream.of(subjects).filter(each -> each.length > 1)
                .mapToDouble(each -> exact(each)[1]).toArray();
        double squares = Arrays.stream(errors).map(each -> each * each).sum();
        double exact = exactPooled(subjects);
        return expect(what, actual)
                .mistakeIf(Double.isNaN(actual) && errors.length < count, "stderr-spreads-nan",
                        "the NaN of a subject with a single question spreads: 0 times NaN is NaN, "
                        + "and such a subject is to add 0")
                .mistake("stderr-of-all-questions", "all questions are taken as of one subject: "
                        + "what the subjects differ by is no chance here", exact(joined)[1])
                .mistake("stderr-pooled-with-n", "the squares are divided by N: each subject has a "
                        + "mean of its own, so it is N − S",
                        exact * Math.sqrt((all - count) / (double) all))
                .mistake("stderr-subjects-alike", "all subjects count alike, however many "
                        + "questions they have: one with more questions must count more",
                        Math.sqrt(squares) / count)
                .mistake("stderr-mean-of-errors", "this is the mean of the standard errors: over "
                        + "more questions an error becomes smaller",
                        errors.length < count ? null        // NaN, as of another mistake
                                : Arrays.stream(errors).average().orElse(0))
                .mistake("stderr-squared", "this is the variance: the standard error is its root",
                        exact * exact)
                .mistake("stderr-with-n", WITH_N, Math.sqrt(Stream.of(subjects)
                        .mapToDouble(each -> squares(each) * (each.length - 1) / each.length).sum()
                        / (all - count) / all));
    }

    private static final String WITH_N = "the squares are divided by n: around the mean of the "
            + "same numbers they are a little too small, which n − 1 makes up for";
}
