package llm.tools.exercises;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.concurrent.Callable;
import llm.grade.Exercise;
import llm.grade.Exercises;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.Project;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Restores a stub.
@Command(
        description = {"", "What was there is kept in .cache/grade/before."},
        footer = {"", "Example:", "  ./llm reset 3.2"})
public final class ResetCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "EXERCISE", completionCandidates = ExerciseNames.class,
            description = "Such as 3.2.")
    private String id = "";

    @Override
    public Integer call() throws IOException {
        Exercise exercise = Exercises.of(Project.root()).exercise(id);
        Path answer = exercise.answer();
        if (Files.exists(answer) && Arrays.equals(Files.readAllBytes(answer),
                Files.readAllBytes(exercise.stub()))) {
            common.out().println("Exercise " + exercise.id() + " is as the book has it.");
            return ExitCode.SUCCESS;
        }
        if (Files.exists(answer)) {
            Path before = Files.createDirectories(Project.cache().resolve("grade/before"));
            Path kept = before.resolve("%s-%d.java".formatted(exercise.className(),
                    Files.getLastModifiedTime(answer).toMillis()));
            Files.copy(answer, kept, StandardCopyOption.REPLACE_EXISTING);
            common.out().println("Yours is kept: " + Project.root().relativize(kept));
        }
        Files.copy(exercise.stub(), answer, StandardCopyOption.REPLACE_EXISTING);
        common.out().println("The stub is back: " + Project.root().relativize(answer));
        return ExitCode.SUCCESS;
    }
}
