package llm.grade.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import llm.grade.Exercise;
import llm.grade.Exercises;
import llm.grade.process.ForkedJvm;
import llm.grade.process.Limits;
import llm.grade.process.Sandbox;

/// A book with one exercise, whose methods take and give all kinds of values.
record SmallBook(Path root) {
    private static final String STUB = """
            import java.util.List;
            import java.util.function.IntUnaryOperator;
            import java.util.random.RandomGenerator;
            import llm.exercise.ExerciseNotDone;
            import llm.tensor.Tensor;

            /// Exercise 1.1 ★: everything. Section 1.1 of the notebook.
            public final class Ex11Everything {
                public Ex11Everything(int start) {
                    throw new ExerciseNotDone("Exercise 1.1");
                }

                public int next(int step) {
                    throw new ExerciseNotDone("Exercise 1.1");
                }

                public static int sum(int[] values) {
                    throw new ExerciseNotDone("Exercise 1.1");
                }

                public static void halve(float[][] values, Tensor more) {
                    throw new ExerciseNotDone("Exercise 1.1");
                }

                public static Tensor square(Tensor x) {
                    throw new ExerciseNotDone("Exercise 1.1");
                }

                public static List<String> draw(RandomGenerator random, IntUnaryOperator f) {
                    throw new ExerciseNotDone("Exercise 1.1");
                }
            }
            """;
    private static final String TESTS = """
            import static llm.exercise.Expect.expect;
            import static llm.exercise.Expect.expectRefusal;

            import java.util.List;
            import java.util.SplittableRandom;
            import java.util.random.RandomGenerator;
            import llm.exercise.Graded;
            import llm.exercise.Hidden;
            import llm.exercise.Points;
            import llm.tensor.Tensor;
            import org.junit.jupiter.api.DisplayName;
            import org.junit.jupiter.api.Test;

            @Graded
            class Ex11EverythingTest {
                @Test
                @DisplayName("sums")
                void sums() {
                    expect("the sum", Ex11Everything.sum(new int[] {1, 2, 4}))
                            .mistake("sum-forgets-the-last", "the last is missing", 3).toBe(7);
                }

                @Test
                @Points(2)
                @DisplayName("halves in place")
                void halves() {
                    float[][] values = {{2, 4}, {6}};
                    Tensor more = Tensor.of(new float[] {8}, 1);
                    Ex11Everything.halve(values, more);
                    expect("the halves", values).toBe(new float[][] {{1, 2}, {3}});
                    expect("the half", more).toBe(new float[] {4});
                }

                @Test
                @DisplayName("has a gradient")
                void differentiates() {
                    Tensor x = Tensor.of(new float[] {3, -1}, 2).requireGrad(true);
                    Tensor y = Ex11Everything.square(x);
                    expect("the squares", y).toBe(new float[] {9, 1});
                    y.backward(Tensor.of(new float[] {1, 10}, 2));
                    expect("the gradient", x.grad()).toBe(new float[] {6, -20});
                }

                @Test
                @DisplayName("keeps state")
                void counts() {
                    Ex11Everything counter = new Ex11Everything(5);
                    Ex11Everything other = new Ex11Everything(100);
                    counter.next(2);
                    other.next(1);
                    expect("the count", counter.next(3)).toBe(10);
                }

                @Test
                @DisplayName("calls back")
                void draws() {
                    RandomGenerator same = new SplittableRandom(4);
                    expect("what was drawn", Ex11Everything.draw(new SplittableRandom(4),
                            n -> n + 1)).toBe(List.of("" + (same.nextInt(1000) + 1), "ä"));
                }

                @Test
                @Hidden
                @DisplayName("sums anything")
                void hidden(RandomGenerator random) {
                    int[] values = {random.nextInt(1000, 2000)};
                    expect("a sum", Ex11Everything.sum(values)).toBe(values[0]);
                }

                @Test
                @DisplayName("refuses nothing")
                void refuses() {
                    expectRefusal("a sum of nothing", () -> Ex11Everything.sum(new int[0]));
                }
            }
            """;
    private static final String ANSWER = """
            import java.util.List;
            import java.util.function.IntUnaryOperator;
            import java.util.random.RandomGenerator;
            import llm.tensor.Tensor;

            public final class Ex11Everything {
                private int count;

                public Ex11Everything(int start) {
                    count = start;
                }

                public int next(int step) {
                    return count += step;
                }

                public static int sum(int[] values) {
                    if (values.length == 0) {
                        throw new IllegalArgumentException("values must not be empty, got none");
                    }
                    int sum = 0;
                    for (int each : values) {
                        sum += each;
                    }
                    return sum;
                }

                public static void halve(float[][] values, Tensor more) {
                    for (float[] row : values) {
                        for (int i = 0; i < row.length; i++) {
                            row[i] /= 2;
                        }
                    }
                    more.set(new float[] {more.toArray()[0] / 2});
                }

                public static Tensor square(Tensor x) {
                    return x.mul(x);
                }

                public static List<String> draw(RandomGenerator random, IntUnaryOperator f) {
                    return List.of("" + f.applyAsInt(random.nextInt(1000)), "ä");
                }
            }
            """;

    static SmallBook in(Path root) throws IOException {
        Path folder = root.resolve("chapters/ch01-all/exercises");
        Files.createDirectories(folder.resolve("stubs"));
        Files.createDirectories(folder.resolve("tests"));
        Files.writeString(folder.resolve("stubs/Ex11Everything.java"), STUB);
        Files.writeString(folder.resolve("Ex11Everything.java"), STUB);
        Files.writeString(folder.resolve("tests/Ex11EverythingTest.java"), TESTS);
        return new SmallBook(root);
    }

    /// A right answer, in which `sum` begins with other code.
    static String answer(String beginsWith) {
        return ANSWER.replace("int sum = 0;", beginsWith + "\n        int sum = 0;");
    }

    Exercise exercise() throws IOException {
        return Exercises.of(root).exercise("1.1");
    }

    Path write(String source) throws IOException {
        return Files.writeString(Files.createDirectories(root.resolve("handed"))
                .resolve("Ex11Everything.java"), source);
    }

    Grader grader(Sandbox sandbox, Limits limits) {
        return new Grader(new ForkedJvm(sandbox, "cpu"), limits, 1, root.resolve("cache"));
    }
}
