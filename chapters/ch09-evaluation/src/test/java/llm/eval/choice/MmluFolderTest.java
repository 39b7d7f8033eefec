package llm.eval.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A folder of questions")
class MmluFolderTest {
    /// Questions of four subjects in the published test set.
    private static final Map<String, Integer> PUBLISHED = Map.of("abstract_algebra", 100,
            "astronomy", 152, "machine_learning", 112, "us_foreign_policy", 100);

    @Test
    @DisplayName("may hold quotes, commas and line breaks, and any number of choices")
    void readsCsv(@TempDir Path folder) throws IOException {
        write(folder, "test/a_b_test.csv", "\"Say \"\"x, y\"\"\ntwice\",one,\"two, three\",B\n");

        ChoiceQuestion question = new MmluFolder(folder).questions("a_b").getFirst();

        assertThat(question.text()).isEqualTo("Say \"x, y\"\ntwice");
        assertThat(question.choices()).containsExactly("one", "two, three");
        assertThat(question.answer()).isEqualTo(1);
        assertThat(question.subjectName()).isEqualTo("a b");
    }

    @Test
    @DisplayName("says which row is none")
    void namesRow(@TempDir Path folder) throws IOException {
        write(folder, "test/x_test.csv", "q,a,b,c,d,A\nq,a,b,c,d,E\n");

        assertThatThrownBy(() -> new MmluFolder(folder).questions("x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("row 2 of").hasMessageContaining("\"E\" at the end");
        assertThatThrownBy(() -> new MmluFolder(folder.resolve("test")))
                .hasMessageContaining("test/SUBJECT_test.csv");
    }

    private static void write(Path folder, String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    @EnabledIfEnvironmentVariable(named = "LLM_DATA_DIR", matches = ".+")
    @DisplayName("holds as many real questions as were published")
    void readsMmlu() throws IOException {
        var folder = new MmluFolder(Path.of(System.getenv("LLM_DATA_DIR"), "mmlu"));

        for (String subject : folder.subjects()) {
            assertThat(folder.questions(subject)).as(subject)
                    .hasSize(PUBLISHED.get(subject))
                    .allSatisfy(question -> assertThat(question.choices()).hasSize(4));
            assertThat(folder.examples(subject, 5)).hasSize(5);
        }
        assertThat(folder.subjects()).hasSize(PUBLISHED.size());
    }
}
