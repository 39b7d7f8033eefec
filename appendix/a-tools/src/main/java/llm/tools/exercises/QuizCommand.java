package llm.tools.exercises;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import llm.quiz.Question;
import llm.quiz.Questions;
import llm.quiz.Quiz;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.JsonOption;
import llm.tools.cli.Project;
import llm.tools.cli.WrongUsage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Asks the questions of a chapter.
@Command(
        description = {"", "Answers are letters, read from standard input; each choice has its "
                + "explanation. With a question and a letter it tells about that choice alone."},
        footer = {"", "Examples:", "  ./llm quiz ch03", "  ./llm quiz 3.4 b"})
public final class QuizCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Parameters(index = "0", paramLabel = "WHAT",
            completionCandidates = ExerciseNames.Chapters.class,
            description = "A chapter such as ch03, or a question such as 3.4.")
    private String what = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "ANSWER",
            description = "A letter: tells about it, and asks nothing.")
    private @Nullable String answer;

    @Override
    public Integer call() throws IOException {
        Questions all = Questions.of(Project.root());
        List<Question> questions = WrongUsage.unless(() -> all.named(what));
        PrintWriter out = common.out();
        if (json.wanted()) {
            json.print(questions, out, _ -> { });
            return ExitCode.SUCCESS;
        }
        if (answer != null) {
            if (questions.size() > 1) {
                throw new WrongUsage("an answer must stand behind a question, such "
                        + "as 3.4, got " + what);
            }
            return tell(questions.getFirst(), answer) ? ExitCode.SUCCESS : ExitCode.FAILURE;
        }
        ask(questions);
        return ExitCode.SUCCESS;
    }

    /// Tells about a choice, and whether it is right.
    private boolean tell(Question question, String letter) {
        Question.Choice choice = question.choice(letter);
        common.out().printf("%s %s%n", choice.right() ? "✓ Right." : "✗ Not right.", choice.why());
        common.out().flush();
        return choice.right();
    }

    private void ask(List<Question> questions) throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        int right = 0;
        int asked = 0;
        for (Question question : questions) {
            common.out().println(Quiz.text(question));
            String letter = answer(in, question);
            if (letter == null) {
                break;                                      // no more input
            }
            asked++;
            if (tell(question, letter)) {
                right++;
            } else {
                int index = 0;
                while (!question.choices().get(index).right()) {
                    index++;
                }
                common.out().printf("  %s is right: %s%n", Question.letter(index),
                        question.choices().get(index).why());
            }
            common.out().println();
        }
        common.out().printf("%d of %d right%n", right, asked);
    }

    /// Asks until the answer is a letter of a choice; null at the end of the input.
    private @Nullable String answer(BufferedReader in, Question question) throws IOException {
        while (true) {
            common.out().print("> ");
            common.out().flush();
            String line = in.readLine();
            if (line == null) {
                common.out().println();
                return null;
            }
            try {
                question.choice(line.strip());
                return line.strip();
            } catch (IllegalArgumentException e) {
                common.out().println(e.getMessage());
            }
        }
    }
}
