package llm.tools.exercises;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import llm.grade.Exercises;
import llm.grade.files.Handout;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.Project;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Makes the copy of the book that learners get.
@Command(
        description = {"", "Without solutions and wrong answers, with untouched stubs, another "
                + "seed for the private tests, and an AGENTS.md that asks AI assistants to tutor "
                + "and not to solve."},
        footer = {"", "Example:", "  ./llm handout ../course-2027"})
public final class HandoutCommand implements Callable<Integer> {
    private static final int SEEDS = 1_000_000_000;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "DIR", description = "A folder that does not exist yet.")
    private Path folder = Path.of("");

    @Override
    public Integer call() throws IOException {
        Exercises exercises = Exercises.of(Project.root());
        new Handout(exercises, new SecureRandom().nextInt(SEEDS)).write(folder);
        common.out().printf("%d exercises for learners: %s%n", exercises.all().size(), folder);
        return ExitCode.SUCCESS;
    }
}
