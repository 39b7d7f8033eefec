package llm.tools.exercises;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import llm.grade.Exercise;
import llm.grade.Exercises;
import llm.grade.Hints;
import llm.grade.Progress;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.JsonOption;
import llm.tools.cli.Project;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Gives one more hint.
@Command(
        description = {"", "Each call gives one more, from a question to an outline; after the "
                + "last, where the solution is."},
        footer = {"", "Example:", "  ./llm hint 3.2"})
public final class HintCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Parameters(paramLabel = "EXERCISE", completionCandidates = ExerciseNames.class,
            description = "Such as 3.2.")
    private String id = "";

    /// The result as JSON.
    ///
    /// @param solution where it is; empty before the last hint has been seen
    record Hinted(String exercise, List<String> hints, int all, String solution) {}

    @Override
    public Integer call() throws IOException {
        Exercise exercise = Exercises.of(Project.root()).exercise(id);
        List<String> all = Hints.of(exercise).all();
        Progress progress = Progress.ofBook();
        int before = progress.entry(exercise.id()).hints();
        int seen = Math.min(all.size(), before + 1);
        progress.takeHints(exercise.id(), seen);
        String solution = before < all.size() ? "" : GradeCommand.solutionIfAny(exercise)
                .map(file -> Project.root().relativize(file).toString()).orElse("");
        Hinted hinted = new Hinted(exercise.id(), all.subList(0, seen), all.size(), solution);
        json.print(hinted, common.out(), out -> {
            out.println("Exercise " + exercise);
            for (int i = 0; i < seen; i++) {
                out.printf("%n%d. %s%n", i + 1, all.get(i));
            }
            out.println();
            out.println(next(hinted, before == all.size()));
        });
        return ExitCode.SUCCESS;
    }

    private String next(Hinted hinted, boolean hadAll) {
        int left = hinted.all() - hinted.hints().size();
        return left > 0 ? "%d more: ./llm hint %s".formatted(left, hinted.exercise())
                : !hadAll ? "That was the last one."
                : Optional.of(hinted.solution()).filter(path -> !path.isEmpty())
                        .map(path -> "The solution: " + path)
                        .orElse("There are no more hints: ask whoever gave you the book.");
    }
}
