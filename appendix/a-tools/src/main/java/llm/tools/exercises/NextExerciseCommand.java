package llm.tools.exercises;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import llm.grade.Exercise;
import llm.grade.Exercises;
import llm.grade.Progress;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.JsonOption;
import llm.tools.cli.Project;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Says which exercise comes next, and where it is.
@Command(
        description = {"", "The first one that has not been passed yet."},
        footer = {"", "Example:", "  ./llm next-exercise"})
public final class NextExerciseCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    /// The result as JSON; the exercise is empty when all are passed.
    record Next(String exercise, String title, String file, String task, long passed, int all) {}

    @Override
    public Integer call() throws IOException {
        Exercises exercises = Exercises.of(Project.root());
        Progress progress = Progress.ofBook();
        long passed = exercises.all().stream()
                .filter(each -> progress.entry(each.id()).passed()).count();
        Optional<Exercise> found = progress.next(exercises);
        Next next = found.map(each -> new Next(each.id(), each.title(),
                Project.root().relativize(each.answer()).toString(), each.task(), passed,
                exercises.all().size()))
                .orElse(new Next("", "", "", "", passed, exercises.all().size()));
        json.print(next, common.out(), out -> {
            out.printf("%d of %d exercises passed.%n%n", next.passed(), next.all());
            if (found.isEmpty()) {
                out.println("That was the last one.");
                return;
            }
            out.println(next.task());
            out.printf("%nWrite:  %s%nGrade:  ./llm grade %s%nStuck:  ./llm hint %s%n",
                    next.file(), next.exercise(), next.exercise());
        });
        return ExitCode.SUCCESS;
    }
}
