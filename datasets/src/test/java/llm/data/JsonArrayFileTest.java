package llm.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A file of JSON objects")
class JsonArrayFileTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @TempDir
    Path folder;

    @Test
    @DisplayName("has one to a line, as other readers of JSON expect, and is written as a whole")
    void lines() throws IOException {
        Path file = folder.resolve("new/mine.json");
        JsonArrayFile.write(List.of(JSON.objectNode().put("b", "say \"hi\"").put("a", ""),
                JSON.objectNode().put("c", "two\nlines")), file);
        assertThat(Files.readString(file)).isEqualTo("""
                [
                {"b":"say \\"hi\\"","a":""},
                {"c":"two\\nlines"}
                ]
                """);
        assertThat(file.getParent()).isDirectoryNotContaining(path -> !path.equals(file));
        assertThat(JsonArrayFile.read(file)).extracting(JsonNode::size).containsExactly(2, 1);
    }

    @Test
    @DisplayName("gives the text of a field, and says which object has none")
    void fields() {
        JsonNode object = JSON.objectNode().put("a", "").putNull("b");
        assertThat(JsonArrayFile.field(object, "a")).isEmpty();
        assertThatThrownBy(() -> JsonArrayFile.field(object, "b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an entry must have the field b, got {\"a\":\"\",\"b\":null}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "[1]", "[{}] []", "[{\"a\":1,\"a\":2}]", "[{}"})
    @DisplayName("is refused by its name if it is anything else:")
    void other(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("mine.json"), text);
        assertThatThrownBy(() -> JsonArrayFile.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file + " must be a JSON array of objects, got ")
                .hasMessageNotContaining("\n");
    }

    @Test
    @DisplayName("on the class path must be there")
    void absent() {
        assertThatThrownBy(() -> JsonArrayFile.read(JsonArrayFile.class, "none.json"))
                .hasMessage("none.json must be on the class path");
    }
}
