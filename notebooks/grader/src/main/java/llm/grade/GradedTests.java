package llm.grade;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import llm.exercise.Points;
import org.junit.jupiter.api.Test;

/// The compiled tests of one exercise, ready for any answer.
public final class GradedTests {
    /// An answer that no test runs on.
    private static final Answer NOBODY = new LoadedAnswer(Object.class);

    private final Exercise exercise;
    private final byte[] stub;
    private final Map<String, byte[]> tests;
    private final int maxPoints;

    private GradedTests(Exercise exercise, byte[] stub, Map<String, byte[]> tests) {
        this.exercise = exercise;
        this.stub = stub;
        this.tests = tests;
        maxPoints = Arrays.stream(against(NOBODY).getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .mapToInt(GradedTests::points).sum();
    }

    /// Compiles the tests of an exercise against its stub.
    ///
    /// @throws IllegalStateException if the book's own files do not compile
    public static GradedTests of(Exercise exercise, SourceCompiler compiler) throws IOException {
        var result = compiler.compile(Map.of(
                exercise.fileName(), Files.readString(exercise.stub()),
                exercise.className() + "Test.java", Files.readString(exercise.tests())));
        if (!result.isGood()) {
            throw new IllegalStateException("stub and tests of exercise " + exercise.id()
                    + " must compile, got " + result.errors().getFirst());
        }
        return of(exercise, result.classes());
    }

    /// Tests that were compiled before.
    ///
    /// @param classes of stub and tests, by name
    public static GradedTests of(Exercise exercise, Map<String, byte[]> classes) {
        var tests = new HashMap<>(classes);
        byte[] stub = tests.remove(exercise.className());
        return new GradedTests(exercise, stub, tests);
    }

    /// The classes of stub and tests, by name.
    public Map<String, byte[]> classes() {
        var all = new HashMap<>(tests);
        all.put(exercise.className(), stub);
        return all;
    }

    /// What all tests are worth together.
    public int maxPoints() {
        return maxPoints;
    }

    public Exercise exercise() {
        return exercise;
    }

    /// The test class, which sees `answer` as the class that it tests.
    Class<?> against(Answer answer) {
        var loader = new GradedLoader(tests, stub, exercise.className(), answer);
        try {
            return loader.loadClass(exercise.className() + "Test");
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("the tests of exercise " + exercise.id()
                    + " must be a class " + exercise.className() + "Test", e);
        }
    }

    /// What a test is worth.
    static int points(Method test) {
        Points points = test.getAnnotation(Points.class);
        return points == null ? 1 : points.value();
    }
}
