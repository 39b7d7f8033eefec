package llm.instruct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Responses")
class ResponsesTest {
    private static final Responses TWO = new Responses(List.of(
            new Response(new Instruction("Sort.", "b, a", "a, b"), "a, \"b\"", true),
            new Response(Instruction.of("Count.", "1, 2"), "1, 1, 1,", false)));
    @TempDir
    private Path folder;

    @Test
    @DisplayName("written and read again, are the same, and nothing else is left in the folder")
    void roundTrip() throws IOException {
        Path file = folder.resolve("out/responses.json");
        TWO.save(file);
        assertThat(Responses.load(file)).isEqualTo(TWO);
        assertThat(file.getParent().toFile().list()).containsExactly("responses.json");
        JsonNode entry = Fixtures.json(file).get(0);
        assertThat(entry.propertyStream().map(Map.Entry::getKey)).containsExactly("instruction",
                "input", "output", "model_response", "stopped");
        assertThat(InstructionFile.read(file)).containsExactlyElementsOf(
                TWO.all().stream().map(Response::instruction).toList());
    }

    @Test
    @DisplayName("of one of two models are read from a field of their own, without the white space")
    void field() throws IOException {
        Path file = Files.writeString(folder.resolve("two.json"), """
                [{"instruction": "Count.", "input": "", "output": "1, 2",
                  "model 1 response": "\\n1, 3", "model 2 response": "2"}]
                """);
        assertThat(Responses.load(file, "model 1 response").answers()).containsExactly("1, 3");
        assertThatIllegalArgumentException().isThrownBy(() -> Responses.load(file))
                .withMessageContaining("must have the field model_response with a text");
    }

    @Test
    @DisplayName("count those that the model ended")
    void stopped() {
        assertThat(TWO.stopped()).isEqualTo(1);
        assertThat(TWO.answers()).containsExactly("a, \"b\"", "1, 1, 1,");
    }

    @Test
    @DisplayName("of others need not say whether they ended, but must be there")
    void ofOthers() throws IOException {
        Path file = Files.writeString(folder.resolve("theirs.json"), """
                [{"instruction": "a", "input": "", "output": "b", "model_response": "c"}]""");
        assertThat(Responses.load(file).all())
                .containsExactly(new Response(Instruction.of("a", "b"), "c", false));
        Files.writeString(file, "[{\"instruction\": \"a\", \"input\": \"\", \"output\": \"b\"}]");
        assertThatIllegalArgumentException().isThrownBy(() -> Responses.load(file))
                .withMessageStartingWith(file + ": entry 1 (line 1) must have the field "
                        + "model_response with a text, got {");
    }
}
