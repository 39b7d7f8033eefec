package llm.solutions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import llm.grade.Exercise;
import llm.grade.Exercises;
import llm.grade.GradedTests;
import llm.grade.Grading;
import llm.grade.LoadedAnswer;
import llm.grade.SourceCompiler;
import llm.grade.Status;
import llm.grade.Verdict;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every exercise: its solution passes, its stub does not, another right answer passes, and wrong
/// ones fail for the reason that they name. Run once more on the device `plain`, for right answers
/// alone.
@DisplayName("Each exercise")
class ExercisesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static SourceCompiler compiler = new SourceCompiler();

    @BeforeAll
    static void open() {
        compiler = new SourceCompiler();
    }

    @AfterAll
    static void close() {
        compiler.close();
    }

    /// `-Dexercises=3.2` or `-Dexercises=ch03` picks some.
    private static List<Exercise> exercises() throws IOException {
        return Exercises.of(ROOT).named(System.getProperty("exercises", "all"));
    }

    @TestFactory
    @DisplayName("passes with its solutions and fails with its stub and wrong answers")
    Stream<DynamicNode> tellsRightFromWrong() throws IOException {
        return exercises().stream().map(exercise ->
                dynamicContainer(exercise.toString(), answers(exercise)));
    }

    private static Stream<DynamicTest> answers(Exercise exercise) {
        Path solutions = ROOT.resolve("solutions").resolve(exercise.chapter().substring(0, 4));
        GradedTests graded = graded(exercise);
        var tests = new ArrayList<DynamicTest>();
        tests.add(dynamicTest("solution", () ->
                assertPasses(graded, solutions.resolve(exercise.fileName()))));
        tests.add(dynamicTest("solution in another style", () ->
                assertPasses(graded, solutions.resolve("other").resolve(exercise.fileName()))));
        if (System.getProperty("llm.device", "cpu").equals("plain")) {
            return tests.stream();
        }
        tests.add(dynamicTest("stub", () -> {
            Verdict verdict = grade(graded, exercise.stub());
            assertThat(verdict.status()).isEqualTo(Status.FAILED);
            assertThat(verdict.points()).as("points of the untouched stub").isZero();
        }));
        List<Path> wrong = wrongAnswers(exercise);
        tests.add(dynamicTest("at least two wrong answers", () ->
                assertThat(wrong).hasSizeGreaterThanOrEqualTo(2)));
        for (Path each : wrong) {
            String key = each.getParent().getFileName().toString();
            tests.add(dynamicTest(key, () -> {
                Verdict verdict = grade(graded, each);
                assertThat(verdict.status()).as(verdict.toString()).isEqualTo(Status.FAILED);
                assertThat(verdict.misconception()).as(verdict.toString()).contains(key);
            }));
        }
        return tests.stream();
    }

    private static GradedTests graded(Exercise exercise) {
        try {
            return GradedTests.of(exercise, compiler);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Path> wrongAnswers(Exercise exercise) {
        try (Stream<Path> folders = Files.list(exercise.wrongAnswers())) {
            return folders.map(folder -> folder.resolve(exercise.fileName()))
                    .filter(Files::exists).sorted().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertPasses(GradedTests graded, Path file) throws Exception {
        Verdict verdict = grade(graded, file);
        assertThat(verdict.tests()).as("tests that failed")
                .filteredOn(test -> !test.passed()).isEmpty();
        assertThat(verdict.status()).isEqualTo(Status.PASSED);
        assertThat(verdict.points()).isEqualTo(verdict.maxPoints()).isPositive();
    }

    private static Verdict grade(GradedTests graded, Path file) throws Exception {
        Exercise exercise = graded.exercise();
        var compiled = compiler.compile(Map.of(exercise.fileName(), Files.readString(file)));
        assertThat(compiled.errors()).as(file.toString()).isEmpty();
        try (var answer = LoadedAnswer.of(exercise.className(), compiled.classes())) {
            return Grading.grade(graded, answer, 1);
        }
    }

    @TestFactory
    @DisplayName("lies as a learner finds it: the stub untouched, with three hints")
    Stream<DynamicTest> liesReady() throws IOException {
        return exercises().stream().map(exercise -> dynamicTest(exercise.toString(), () -> {
            assertThat(exercise.answer()).hasSameTextualContentAs(exercise.stub());
            assertThat(Files.readString(exercise.hints())).contains("1. ", "\n2. ", "\n3. ");
        }));
    }

    @Test
    @DisplayName("has misconceptions that no other has, each with words for people")
    void keysAreUnique() throws IOException {
        var keys = new TreeSet<String>();
        for (Exercise exercise : Exercises.of(ROOT).all()) {
            String tests = Files.readString(exercise.tests());
            for (Path each : wrongAnswers(exercise)) {
                String key = each.getParent().getFileName().toString();
                assertThat(keys.add(key)).as("%s is new", each).isTrue();
                assertThat(tests).as(exercise.toString()).contains('"' + key + '"');
            }
        }
        assertThat(keys).hasSizeGreaterThanOrEqualTo(112);
    }

    @Test
    @DisplayName("has at least six others in its chapter, from easy to hard")
    void chaptersHaveEnough() throws IOException {
        var chapters = Exercises.of(ROOT).all().stream()
                .collect(Collectors.groupingBy(Exercise::chapterNumber));
        assertThat(chapters).hasSizeGreaterThanOrEqualTo(8).allSatisfy((chapter, exercises) -> {
            assertThat(exercises).as("chapter " + chapter).hasSizeGreaterThanOrEqualTo(7);
            assertThat(exercises).map(Exercise::level).contains(1, 2, 3);
            assertThat(exercises).map(Exercise::number).isEqualTo(
                    IntStream.rangeClosed(1, exercises.size()).boxed().toList());
        });
    }
}
