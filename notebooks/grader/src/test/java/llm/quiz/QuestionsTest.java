package llm.quiz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The quizzes")
class QuestionsTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    @Test
    @DisplayName("ask at least ten questions for each chapter, of all kinds")
    void asksEnough() throws IOException {
        var chapters = Questions.of(ROOT).all().stream().collect(Collectors.groupingBy(each ->
                each.id().substring(0, each.id().indexOf('.'))));

        assertThat(chapters).hasSizeGreaterThanOrEqualTo(8).allSatisfy((chapter, questions) -> {
            assertThat(questions).as("chapter " + chapter).hasSizeGreaterThanOrEqualTo(10);
            assertThat(questions).map(Question::kind).containsOnly("concept", "shape",
                    "what breaks if").contains("concept", "shape", "what breaks if");
            assertThat(questions).map(Question::id).doesNotHaveDuplicates();
            assertThat(questions).map(each -> each.choices().stream()
                    .map(Question.Choice::right).toList().indexOf(true))
                    .as("places of the right choices").contains(0, 1, 2);
        });
    }

    @Test
    @DisplayName("are read with text, choices and their explanations")
    void readsFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("quiz.md"), """
                # Quiz

                ## 1.1 What?

                Kind: shape. Section: 1.2.

                Some `text`.

                - [x] This.
                  Because.
                - [ ] That.
                  It is
                  not.
                """);

        Question question = QuizFile.read(file).getFirst();

        assertThat(question.text()).isEqualTo("Some `text`.");
        assertThat(question.section()).isEqualTo("1.2");
        assertThat(question.choice("b").why()).isEqualTo("It is not.");
        assertThat(question.choice("A").right()).isTrue();
        assertThatThrownBy(() -> question.choice("c")).hasMessageContaining("from a to b");
    }

    @Test
    @DisplayName("must have one right choice and explain all")
    void refusesOthers(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("quiz.md"), """
                ## 1.1 What?

                Kind: shape. Section: 1.2.

                - [ ] This.
                  Because.
                - [ ] That.
                  No.
                """);
        assertThatThrownBy(() -> QuizFile.read(file)).hasMessageContaining("one right choice");
        Files.writeString(file, Files.readString(file).replace("  Because.\n", ""));
        assertThatThrownBy(() -> QuizFile.read(file)).hasMessageContaining("explanations");
    }
}
