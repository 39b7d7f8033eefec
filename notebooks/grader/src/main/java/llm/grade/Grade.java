package llm.grade;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import llm.session.Deadline;
import llm.show.Display;
import llm.show.MarkGrid;
import llm.show.Screen;
import llm.show.Show;

/// The exercises in a notebook or JShell: tasks, self-checks, and how far one has come.
///
/// ```java
/// Grade.check("3.1", (Integer tokens) -> causalMask(tokens));   // a lambda,
/// Grade.check("3.1", Ex31CausalMask.class);                      // or a class of a cell
/// ```
///
/// A check shows the same verdict as `./llm grade`, with the same tests, but counts for nothing:
/// points come from files. It stops what runs for more than four seconds.
public final class Grade {
    static final Duration TIME = Duration.ofSeconds(4);
    private static final SourceCompiler COMPILER = new SourceCompiler();
    private static final long SEED = 1;

    private Grade() {}

    /// Checks a class with the stub's methods, or an object that has them.
    public static void check(String exercise, Object answer) {
        Verdict verdict = verdict(exercise, answer);
        Show.html(VerdictHtml.html(verdict), VerdictHtml.text(verdict));
    }

    /// Checks a lambda of one parameter, for an exercise of one static method.
    public static <A, R> void check(String exercise, Code.Of1<A, R> answer) {
        check(exercise, (Object) answer);
    }

    /// Checks a lambda of two parameters.
    public static <A, B, R> void check(String exercise, Code.Of2<A, B, R> answer) {
        check(exercise, (Object) answer);
    }

    /// Checks a lambda of three parameters.
    public static <A, B, C, R> void check(String exercise, Code.Of3<A, B, C, R> answer) {
        check(exercise, (Object) answer);
    }

    /// Checks a lambda of four parameters.
    public static <A, B, C, D, R> void check(String exercise, Code.Of4<A, B, C, D, R> answer) {
        check(exercise, (Object) answer);
    }

    /// Checks a lambda of five parameters.
    public static <A, B, C, D, E, R> void check(String exercise,
            Code.Of5<A, B, C, D, E, R> answer) {
        check(exercise, (Object) answer);
    }

    /// The verdict itself, not shown.
    ///
    /// @param answer a class, an object or a function
    public static Verdict verdict(String exercise, Object answer) {
        try {
            GradedTests tests = GradedTests.of(Exercises.ofBook().exercise(exercise), COMPILER);
            Class<?> code = answer instanceof Class<?> type ? type : answer.getClass();
            try (var deadline = Deadline.of(code, TIME)) {
                return Grading.grade(tests, new GivenAnswer(answer, deadline), SEED);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Shows how far one has come in the whole book, by what `./llm grade` has seen.
    public static void progress() {
        Progress progress = Progress.ofBook();
        List<Exercise> all;
        try {
            all = Exercises.ofBook().all();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long passed = all.stream().filter(each -> progress.entry(each.id()).passed()).count();
        var grid = new MarkGrid("%d of %d exercises passed".formatted(passed, all.size()));
        all.stream().collect(Collectors.groupingBy(Exercise::chapterNumber)).forEach(
                (chapter, exercises) -> grid.row("Chapter " + chapter, exercises.stream()
                        .map(each -> mark(each, progress.entry(each.id()))).toList()));
        Screen.current().show(Display.drawing(grid.svg(), grid.text()));
    }

    private static MarkGrid.Mark mark(Exercise exercise, Progress.Entry entry) {
        return new MarkGrid.Mark(exercise.id(), entry.maxPoints() == 0 ? 0
                : entry.points() / (double) entry.maxPoints());
    }
}
