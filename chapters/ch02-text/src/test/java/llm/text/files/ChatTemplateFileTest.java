package llm.text.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A folder's chat template")
class ChatTemplateFileTest {
    @TempDir
    private Path folder = Path.of("");
    private Path own = Path.of("");
    private Path config = Path.of("");

    @BeforeEach
    void name() {
        own = folder.resolve("chat_template.jinja");
        config = folder.resolve("tokenizer_config.json");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"{\"chat_template\": \"{{ a }}\\n\"}",
        "{\"chat_template\": [{\"name\": \"tool_use\", \"template\": \"{{ b }}\"},"
                + "{\"name\": \"default\", \"template\": \"{{ a }}\\n\"}]}"})
    @DisplayName("is a text in tokenizer_config.json, or the one named default of several:")
    void inConfig(String json) throws IOException {
        Files.writeString(config, json);
        assertThat(ChatTemplateFile.find(folder)).hasValue("{{ a }}\n");
    }

    @Test
    @DisplayName("is in chat_template.jinja, which goes first and is written as it is read")
    void inItsOwnFile() throws IOException {
        Files.writeString(config, "{\"chat_template\": \"{{ a }}\"}");
        ChatTemplateFile.save("{{ 'ä' }}\r\n", folder);
        assertThat(own).hasContent("{{ 'ä' }}\r\n");
        assertThat(ChatTemplateFile.find(folder)).hasValue("{{ 'ä' }}\r\n");
        ChatTemplateFile.delete(folder);
        assertThat(ChatTemplateFile.find(folder)).hasValue("{{ a }}");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"{}", "{\"chat_template\": null}", "{\"chat_template\": \"\"}",
        "{\"chat_template\": [{\"name\": \"rag\", \"template\": \"{{ b }}\"}]}"})
    @DisplayName("may be missing:")
    void none(String json) throws IOException {
        assertThat(ChatTemplateFile.find(folder)).isEmpty();
        Files.writeString(config, json);
        assertThat(ChatTemplateFile.find(folder)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '~', value = {"7 ~ number", "{\"default\": \"{{ a }}\"} ~ object",
        "[{\"name\": \"default\"}] ~ missing",
        "[{\"name\": \"default\", \"template\": [\"a\"]}] ~ array"})
    @DisplayName("that is no text is refused in one sentence:")
    void noText(String value, String kind) throws IOException {
        Files.writeString(config, "{\"chat_template\": " + value + "}");
        assertThatThrownBy(() -> ChatTemplateFile.find(folder)).hasMessage(config + " must give "
                + "chat_template as a text or a list of texts with names, got " + kind);
    }

    @Test
    @DisplayName("of more than 2²⁰ characters is refused in one sentence, as are other bytes")
    void tooLong() throws IOException {
        Files.writeString(own, "x".repeat(1_048_576));
        assertThat(ChatTemplateFile.find(folder)).isPresent();
        Files.writeString(own, "x".repeat(1_048_577));
        assertThatThrownBy(() -> ChatTemplateFile.find(folder)).hasMessage(own + " must have a "
                + "chat template of at most 1048576 characters, got 1048577");
        Files.write(own, new byte[] {'{', (byte) 0xff, '}'});
        assertThatThrownBy(() -> ChatTemplateFile.find(folder))
                .hasMessage(own + " must be UTF-8 text, got other bytes");
    }
}
