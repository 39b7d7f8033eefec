package llm.grade.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import llm.grade.AnswerStopped;
import llm.grade.Exercise;
import llm.grade.GradedTests;
import llm.grade.Grading;
import llm.grade.NotAsDeclared;
import llm.grade.SourceCompiler;
import llm.grade.Status;
import llm.grade.Verdict;
import llm.grade.process.ForkedAnswer;
import llm.grade.process.ForkedCompiler;
import llm.grade.process.ForkedJvm;
import llm.grade.process.Limits;
import org.jspecify.annotations.Nullable;

/// Grades files, each in a process of its own; several threads may do so at once.
public final class Grader implements AutoCloseable {
    private static final int ERRORS_SHOWN = 3;
    private static final Duration COMPILING = Duration.ofSeconds(30);

    private final ForkedJvm jvm;
    private final Limits limits;
    private final long seed;
    private final ClassStore store;
    private final ForkedCompiler answers;
    private final Map<String, GradedTests> ready = new HashMap<>();
    private @Nullable SourceCompiler tests;

    /// @param seed  of the random inputs
    /// @param cache the folder in which compiled classes are kept
    public Grader(ForkedJvm jvm, Limits limits, long seed, Path cache) {
        this.jvm = jvm;
        this.limits = limits;
        this.seed = seed;
        store = new ClassStore(cache);
        answers = new ForkedCompiler(jvm, limits.withTime(COMPILING));
    }

    /// Grades a learner's own file; classes are kept for the next time.
    public Verdict grade(Exercise exercise) throws IOException {
        return grade(exercise, exercise.answer(), true);
    }

    /// Grades a file that somebody handed in.
    public Verdict grade(Exercise exercise, Path file) throws IOException {
        return grade(exercise, file, false);
    }

    /// What all tests of an exercise are worth together.
    public int maxPoints(Exercise exercise) throws IOException {
        return tests(exercise).maxPoints();
    }

    private Verdict grade(Exercise exercise, Path file, boolean keep) throws IOException {
        long start = System.nanoTime();
        GradedTests graded = tests(exercise);
        Verdict verdict;
        try {
            String source = SourceFile.read(file);
            verdict = source.equals(SourceFile.read(exercise.stub()))
                    ? without(graded, Status.FAILED, Grading.NOT_BEGUN)
                    : grade(graded, source, keep);
        } catch (SourceFile.Unusable e) {
            verdict = without(graded, Status.COMPILE, keep && Files.notExists(file)
                    ? e.getMessage() + "; ./llm reset " + exercise.id() + " brings the stub back"
                    : String.valueOf(e.getMessage()));
        }
        return verdict.after((System.nanoTime() - start) / 1e9);
    }

    private Verdict without(GradedTests graded, Status status, String note) {
        return Verdict.without(graded.exercise(), status, graded.maxPoints(), seed, note);
    }

    private Verdict grade(GradedTests graded, String source, boolean keep) throws IOException {
        Exercise exercise = graded.exercise();
        String name = "ex" + exercise.id() + ".answer";
        String digest = ClassStore.digest(source);
        Optional<Map<String, byte[]>> kept = keep ? store.classes(name, digest)
                : Optional.empty();
        if (kept.isEmpty()) {
            var result = answers.compile(Map.of(exercise.fileName(), source));
            if (!result.isGood()) {
                return without(graded, Status.COMPILE, String.join("\n",
                        result.errors().stream().limit(ERRORS_SHOWN).toList()));
            }
            kept = Optional.of(result.classes());
            if (keep) {
                store.keep(name, digest, result.classes());
            }
        }
        try (var answer = ForkedAnswer.start(jvm, limits, exercise.className(), kept.get())) {
            return Grading.grade(graded, answer, seed);
        } catch (NotAsDeclared e) {
            return without(graded, Status.COMPILE, String.valueOf(e.getMessage()));
        } catch (AnswerStopped e) {
            return without(graded, e.status(), String.valueOf(e.getMessage()));
        }
    }

    /// The tests of an exercise, which do not change while a grader lives.
    private synchronized GradedTests tests(Exercise exercise) throws IOException {
        GradedTests known = ready.get(exercise.id());
        if (known == null) {
            known = compiled(exercise);
            ready.put(exercise.id(), known);
        }
        return known;
    }

    /// They are compiled if they or the library have changed since the last time.
    private GradedTests compiled(Exercise exercise) throws IOException {
        String name = "ex" + exercise.id() + ".tests";
        String digest = ClassStore.digest(Files.readString(exercise.stub()),
                Files.readString(exercise.tests()));
        var kept = store.classes(name, digest);
        if (kept.isPresent()) {
            return GradedTests.of(exercise, kept.get());
        }
        if (tests == null) {
            tests = new SourceCompiler();
        }
        GradedTests graded = GradedTests.of(exercise, tests);
        store.keep(name, digest, graded.classes());
        return graded;
    }

    @Override
    public void close() {
        answers.close();
        if (tests != null) {
            tests.close();
        }
    }
}
