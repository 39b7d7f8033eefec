package llm.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import llm.instruct.PlainFormat;
import llm.text.bpe.BpeTokenizer;
import llm.text.bpe.BpeTrainer;
import llm.text.chat.ChatMessage;
import llm.text.files.JsonFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The oracle is Jinja itself, with the settings of transformers: make_plain_templates.py.
@DisplayName("A plain format as a chat template")
class PlainTemplateTest {
    private static final BpeTokenizer TOKENIZER =
            BpeTrainer.ofSize(270).train(List.of("the cat and the dog"));
    private static final JsonNode CASES = JsonFile.read(
            Path.of("src/test/resources/fixtures/plain-templates.json"));

    static Stream<JsonNode> cases() {
        return CASES.get("templates").valueStream();
    }

    private static List<ChatMessage> messages() {
        return CASES.get("messages").valueStream().map(each -> new ChatMessage(
                each.get("role").asText(), each.get("content").asText())).toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    @DisplayName("lays a conversation out as the model was trained, in Jinja as here")
    void laysOut(JsonNode known) {
        PlainFormat format = PlainFormat.valueOf(known.get("format").asText());
        assertThat(PlainTemplate.of(format, known.get("starts").asBoolean()))
                .isEqualTo(known.get("template").asText());
        String text = TOKENIZER.decode(new ChatLayout(format).encode(messages(), TOKENIZER));
        assertThat(known.get("text").asText().replace("<s>", "")).isEqualTo(text);
        assertThat(known.get("text").asText().split("<s>", -1))
                .hasSize(known.get("starts").asBoolean() ? 3 : 1);   // before each exchange
    }

    @ParameterizedTest
    @MethodSource("cases")
    @DisplayName("is known again by its text, whatever blank is at its ends")
    void known(JsonNode known) {
        assertThat(PlainTemplate.format(known.get("template").asText().strip()))
                .hasValue(PlainFormat.valueOf(known.get("format").asText()));
    }

    @Test
    @DisplayName("is no other's")
    void others() {
        assertThat(PlainTemplate.format("{{ content + '<|eot_id|>' }}")).isEmpty();
        assertThat(PlainTemplate.format(PlainTemplate.of(PlainFormat.SHORT, true) + "x")).isEmpty();
    }
}
