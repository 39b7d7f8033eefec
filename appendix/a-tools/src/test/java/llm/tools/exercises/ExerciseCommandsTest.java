package llm.tools.exercises;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import llm.tools.Terminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

@EnabledIf("llm.tools.exercises.OneChapter#hasSolutions")
@DisplayName("A learner")
class ExerciseCommandsTest {
    @TempDir
    private Path folder = Path.of("");
    private OneChapter book;

    @BeforeEach
    void open() throws IOException {
        book = new OneChapter(folder.resolve("book"));
    }

    @AfterEach
    void close() {
        book.close();
    }

    @Test
    @DisplayName("sees an untouched stub fail, a wrong answer explained and a right one pass")
    void gradesOwnFile() throws Exception {
        Terminal stub = book.run("grade", "3.1");
        assertThat(stub.exitCode()).isEqualTo(1);
        assertThat(stub.out()).contains("3.1  ★   the causal mask", "0/5", "✗ failed",
                "not begun", "hint 1 of 3: ./llm hint 3.1");

        Files.writeString(book.answer(), book.wrong());
        Terminal wrong = book.run("grade", "3.1", "--seed", "7");
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.out()).contains("1/5", "a token may attend to itself",
                "misconception: mask-hides-itself", "again: ./llm grade 3.1 --seed 7");

        Files.writeString(book.answer(), book.solution());
        Terminal right = book.run("grade", "3.1");
        assertThat(right.exitCode()).isZero();
        assertThat(right.out()).contains("5/5", "✓ passed");
        assertThat(book.run("next-exercise").out()).startsWith("1 of ")
                .doesNotContain("Exercise 3.1");
    }

    @Test
    @DisplayName("gets what does not compile told with its line")
    void tellsCompilerErrors() throws Exception {
        Files.writeString(book.answer(), "class Ex31CausalMask { int x = \"\"; }");

        assertThat(book.run("grade", "3.1").out()).contains("✗ compile",
                "Ex31CausalMask.java, line 1: incompatible types: String cannot be converted to int");
    }

    @Test
    @DisplayName("gets JSON and a JUnit report")
    void writesReports() throws Exception {
        Files.writeString(book.answer(), book.wrong());
        Path xml = folder.resolve("report.xml");

        Terminal run = book.run("grade", "3.1", "--json", "--junit-xml", xml.toString());

        JsonNode graded = new ObjectMapper().readTree(run.out());
        assertThat(graded.path("points").asInt()).isEqualTo(1);
        assertThat(graded.path("maxPoints").asInt()).isEqualTo(5);
        JsonNode exercise = graded.path("exercises").path(0);
        assertThat(exercise.path("status").asText()).isEqualTo("failed");
        assertThat(exercise.path("misconception").asText()).isEqualTo("mask-hides-itself");
        var suites = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(xml.toFile()).getDocumentElement();
        assertThat(suites.getElementsByTagName("testcase").getLength()).isEqualTo(4);
        assertThat(suites.getElementsByTagName("failure").getLength()).isEqualTo(3);
    }

    @Test
    @DisplayName("gets one hint more at a time, and at last the solution's place")
    void givesHints() {
        assertThat(book.run("hint", "3.1").out()).contains("\n1. ").doesNotContain("\n2. ");
        assertThat(book.run("hint", "3.1").out()).contains("\n2. ").doesNotContain("\n3. ");
        assertThat(book.run("hint", "3.1").out()).contains("\n3. ", "the last one");
        assertThat(book.run("hint", "3.1").out().replace('\\', '/'))
                .contains("The solution: solutions/ch03/Ex31CausalMask.java");
    }

    @Test
    @DisplayName("gets a stub back, and keeps what was there")
    void resets() throws Exception {
        String stub = Files.readString(book.answer());
        Files.writeString(book.answer(), "mine");

        assertThat(book.run("reset", "3.1").out()).contains("Yours is kept: ");

        assertThat(book.answer()).hasContent(stub);
        try (var kept = Files.list(book.root().resolve(".cache/grade/before"))) {
            assertThat(kept.toList()).singleElement().satisfies(file ->
                    assertThat(file).hasContent("mine"));
        }
        assertThat(book.run("reset", "3.1").out()).contains("as the book has it");
    }

    @Test
    @DisplayName("answers a quiz, and learns why")
    void asksQuiz() throws Exception {
        Files.writeString(book.root().resolve("chapters/ch03-attention/exercises/quiz.md"), """
                # Quiz of chapter 3

                ## 3.1 What is one plus one?

                Kind: concept. Section: 3.1.

                - [ ] One.
                  That is one of them.
                - [x] Two.
                  Count them
                  once more.
                """);
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream("z\na\n".getBytes(StandardCharsets.UTF_8)));
        try {
            assertThat(book.run("quiz", "ch03").out()).contains("3.1 What is one plus one?",
                    "  b) Two.", "an answer must be a letter from a to b, got z",
                    "✗ Not right. That is one of them.", "b is right: Count them once more.",
                    "0 of 1 right");
        } finally {
            System.setIn(before);
        }
        assertThat(book.run("quiz", "3.1", "b")).satisfies(run -> {
            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).contains("✓ Right. Count them once more.");
        });
    }

    @Test
    @DisplayName("is told in a sentence which exercise there is not")
    void refusesOtherNames() {
        Terminal run = book.run("grade", "3.99");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("an exercise must be one of the book's", "got 3.99");
    }
}
