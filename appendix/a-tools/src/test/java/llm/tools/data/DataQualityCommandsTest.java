package llm.tools.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import llm.tools.Fixtures;
import llm.tools.Terminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("llm data duplicates and stats")
class DataQualityCommandsTest {
    @TempDir
    private Path folder = Path.of("");
    private Path messages = Path.of("");

    @BeforeEach
    void write() throws IOException {
        messages = Files.write(folder.resolve("messages.tsv"), List.of(
                "ham\tSee you at the station at eight, bring the blue umbrella",
                "spam\tYou have won a holiday in the sun, call us now",
                "ham\tSee you at the station at eight, bring the blue umbrella!",
                "ham\tDinner is ready"));
    }

    private static JsonNode json(String... arguments) {
        Terminal run = Terminal.run(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return Fixtures.json(run.out());
    }

    @Test
    @DisplayName("find the pair that differs in a letter, and nothing at a threshold above")
    void near() {
        JsonNode found = json("data", "duplicates", messages.toString(), "--json");
        assertThat(found.get("examples").asInt()).isEqualTo(4);
        assertThat(found.get("redundant").asInt()).isEqualTo(1);
        assertThat(found.get("pairs")).hasSize(1);
        assertThat(found.get("pairs").get(0).get("first").asInt()).isZero();
        assertThat(found.get("pairs").get(0).get("second").asInt()).isEqualTo(2);
        assertThat(json("data", "duplicates", messages.toString(), "--threshold", "1", "--json")
                .get("pairs")).isEmpty();
        assertThat(Terminal.run("data", "duplicates", messages.toString()).out())
                .contains("1 of 4 examples are there before, or nearly.", "1 \"See you at");
    }

    @Test
    @DisplayName("find test examples among those for training")
    void leaks() throws IOException {
        Path test = Files.write(folder.resolve("test.tsv"), List.of("ham\tDinner is ready",
                "spam\tYour account is closed, send us your password"));
        JsonNode found = json("data", "duplicates", messages.toString(), "--test", test.toString(),
                "--json");
        assertThat(found.get("examples").asInt()).isEqualTo(2);
        assertThat(found.get("redundant").asInt()).isEqualTo(1);
        assertThat(found.get("pairs").get(0).get("first").asInt()).isEqualTo(3);
    }

    @Test
    @DisplayName("count instructions and their lengths in letters")
    void stats() throws IOException {
        Path instructions = Files.writeString(folder.resolve("two.json"), """
                [{"instruction": "abc", "input": "", "output": "de"},
                 {"instruction": "abcde", "input": "", "output": "de"}]""");
        JsonNode counted = json("data", "stats", instructions.toString(), "--json");
        assertThat(counted.get("unit").asText()).isEqualTo("letters");
        JsonNode questions = counted.get("fields").get("question");
        assertThat(questions.get("mean").asDouble()).isEqualTo(4);
        assertThat(questions.get("max").asInt()).isEqualTo(5);
        assertThat(counted.get("fields").get("output").get("distinct").asInt()).isEqualTo(1);
    }
}
