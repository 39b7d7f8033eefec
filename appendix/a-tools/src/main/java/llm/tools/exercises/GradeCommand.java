package llm.tools.exercises;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import llm.grade.Exercise;
import llm.grade.Exercises;
import llm.grade.Progress;
import llm.grade.Verdict;
import llm.grade.files.Grader;
import llm.grade.files.Seed;
import llm.grade.files.Submissions;
import llm.grade.process.ForkedJvm;
import llm.grade.process.Limits;
import llm.grade.process.Sandbox;
import llm.tools.cli.Bounds;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.JsonOption;
import llm.tools.cli.Project;
import llm.tools.cli.WrongUsage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Grades exercises: one's own, the solutions, or those of a class.
@Command(
        description = {"", "Each answer runs in a process of its own, with limits of time, memory "
                + "and output. Points come from graded tests; where one fails, the report says "
                + "what is wrong and which misconception usually lies behind it.", "",
                "With --submissions, answers run in a sandbox without network and foreign files, "
                + "which needs bubblewrap on Linux."},
        footer = {"", "Examples:", "  ./llm grade 3.2", "  ./llm grade ch03 --watch",
            "  ./llm grade ch03 --submissions handed-in --out grades.csv"})
public final class GradeCommand implements Callable<Integer> {
    private static final long PAUSE_MILLIS = 300;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Parameters(arity = "0..1", paramLabel = "WHAT", defaultValue = "all",
            completionCandidates = ExerciseNames.All.class,
            description = "An exercise such as 3.2, a chapter such as ch03, or all (default).")
    private String what = "all";

    @Option(names = "--watch", description = "Grade again whenever a file is saved.")
    private boolean watch;

    @Option(names = "--solutions", description = "Grade the book's solutions.")
    private boolean solutions;

    @Option(names = "--submissions", paramLabel = "DIR",
            description = "Grade a folder with a folder for each learner.")
    private @Nullable Path submissions;

    @Option(names = "--out", paramLabel = "F", defaultValue = "grades.csv",
            description = "With --submissions: the table to write (default: ${DEFAULT-VALUE}).")
    private Path table = Path.of("grades.csv");

    @Option(names = "--no-isolation", description = "With --submissions: grade without a sandbox. "
            + "Each answer may then do what you may do.")
    private boolean bare;

    @Option(names = "--junit-xml", paramLabel = "F",
            description = "Write the verdicts as a JUnit report, too.")
    private @Nullable Path xml;

    @Option(names = "--seed", paramLabel = "N",
            description = "Seed of the tests' random inputs (default: that of this copy).")
    private @Nullable Long seed;

    @Option(names = "--device", paramLabel = "cpu|plain", defaultValue = "cpu",
            description = "Where the answers' tensors live (default: ${DEFAULT-VALUE}).")
    private String device = "cpu";

    @Bounds(from = 1, to = 86400)
    @Option(names = "--timeout", paramLabel = "S", defaultValue = "10",
            description = "Seconds that an answer may run (default: ${DEFAULT-VALUE}).")
    private int timeout = 10;

    @Override
    public Integer call() throws IOException {
        if (watch && (json.wanted() || submissions != null || solutions)) {
            throw new WrongUsage("--watch must stand without --json, --solutions "
                    + "and --submissions.");
        }
        Exercises exercises = Exercises.of(Project.root());
        List<Exercise> chosen = WrongUsage.unless(() -> exercises.named(what));
        long used = seed != null ? seed : Seed.of(Project.root());
        Sandbox sandbox = submissions == null ? new Sandbox.None() : sandbox();
        try (Grader grader = new Grader(new ForkedJvm(sandbox, device),
                Limits.usual().withTime(Duration.ofSeconds(timeout)), used,
                Project.cache().resolve("grade"))) {
            return submissions != null ? gradeClass(grader, chosen, used)
                    : watch ? watch(grader, chosen) : gradeOwn(grader, chosen);
        }
    }

    // ---- A learner ----

    private int gradeOwn(Grader grader, List<Exercise> chosen) throws IOException {
        Progress progress = Progress.ofBook();
        var report = new GradeReport(common.out(), progress, !solutions,
                chosen.size() > 1);
        var verdicts = new ArrayList<Verdict>();
        for (Exercise each : chosen) {
            Verdict verdict = solutions ? grader.grade(each, solution(each)) : grader.grade(each);
            if (!solutions) {
                progress.take(verdict);
            }
            verdicts.add(verdict);
            if (!json.wanted()) {
                report.print(verdict);
            }
        }
        List<GradeResult.Graded> all = verdicts.stream()
                .map(each -> GradeResult.Graded.of(null, each)).toList();
        writeXml(all);
        json.print(GradeResult.of(all), common.out(), _ -> report.sum(verdicts));
        return verdicts.stream().allMatch(Verdict::passed) ? ExitCode.SUCCESS : ExitCode.FAILURE;
    }

    /// Where the solution of an exercise lies.
    ///
    /// @throws IllegalArgumentException if this copy of the book has none
    static Path solution(Exercise exercise) {
        return solutionIfAny(exercise).orElseThrow(() -> new IllegalArgumentException(
                "the book must hold the folder solutions to grade them; this copy does not"));
    }

    /// The same, empty if there is none.
    static Optional<Path> solutionIfAny(Exercise exercise) {
        Path file = Project.root().resolve("solutions")
                .resolve(exercise.chapter().substring(0, exercise.chapter().indexOf('-')))
                .resolve(exercise.fileName());
        return Files.exists(file) ? Optional.of(file) : Optional.empty();
    }

    /// Grades what has changed, until the JVM is told to end.
    private int watch(Grader grader, List<Exercise> chosen) throws IOException {
        Progress progress = Progress.ofBook();
        var report = new GradeReport(common.out(), progress, true, false);
        Map<Exercise, FileTime> seen = new HashMap<>();
        chosen.forEach(each -> seen.put(each, saved(each)));
        common.err().printf("Watching %s: save a file to have it graded. Ctrl-C ends.%n",
                chosen.size() == 1 ? chosen.getFirst().answer() : chosen.size() + " exercises");
        common.err().flush();
        while (!Thread.currentThread().isInterrupted()) {
            for (Exercise each : chosen) {
                if (!saved(each).equals(seen.put(each, saved(each)))) {
                    Verdict verdict = grader.grade(each);
                    progress.take(verdict);
                    report.print(verdict);
                }
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return ExitCode.SUCCESS;
    }

    private static FileTime saved(Exercise exercise) {
        try {
            return Files.getLastModifiedTime(exercise.answer());
        } catch (IOException e) {
            return FileTime.fromMillis(0);                  // an editor is writing it anew
        }
    }

    // ---- A class ----

    private Sandbox sandbox() {
        if (bare) {
            common.err().println("Without isolation: each answer may do what you may do.");
            return new Sandbox.None();
        }
        return Sandbox.find(System.getProperty("llm.bwrap", "bwrap")).orElseThrow(() ->
                new IllegalStateException("Submissions are graded in a sandbox, and bubblewrap is "
                        + "missing or refused here. Install it (apt-get install bubblewrap), or "
                        + "grade with --no-isolation: each answer may then do what you may do."));
    }

    private int gradeClass(Grader grader, List<Exercise> chosen, long used) throws IOException {
        var grading = new SubmissionsGrading(submissions, chosen, table);
        List<Submissions.Graded> graded = grading.run(grader, used, common);
        List<GradeResult.Graded> all = graded.stream()
                .map(each -> GradeResult.Graded.of(each.folder(), each.verdict())).toList();
        writeXml(all);
        json.print(GradeResult.of(all), common.out(), out -> {
            out.println(SubmissionsGrading.table(graded).printAll());
            out.println("The table: " + table);
        });
        return ExitCode.SUCCESS;
    }

    private void writeXml(List<GradeResult.Graded> all) throws IOException {
        if (xml != null) {
            JUnitXml.write(xml, all);
        }
    }
}
