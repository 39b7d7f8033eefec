package llm.text.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import llm.text.Tokenizer;
import llm.text.files.Tokenizers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The expected texts and ids were made by `apply_chat_template` of Hugging Face's `transformers`
/// 5.18 from the templates that the models publish, with the small tokenizers beside them.
@DisplayName("The chat template")
class ChatTemplateTest {

    private static final ChatMessage HELLO = ChatMessage.user("Hello");

    private static Path resource(String name) {
        try {
            return Path.of(ChatTemplateTest.class.getResource("/tokenizer/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<ChatMessage> messages(JsonNode json) {
        List<ChatMessage> messages = new ArrayList<>();
        json.forEach(each -> messages.add(new ChatMessage(
                each.path("role").asText(), each.path("content").asText())));
        return messages;
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("gives the text and the ids of the published one")
    void agreesWithPublished(ChatTemplate template) throws IOException {
        int compared = 0;
        for (JsonNode each : new ObjectMapper().readTree(resource("chat.json").toFile())) {
            if (each.path("template").asText().equals(template.name().toLowerCase(Locale.ROOT))) {
                Tokenizer tokenizer = Tokenizers.load(resource(each.path("tokenizer").asText()));
                List<ChatMessage> messages = messages(each.path("messages"));
                boolean prompt = each.path("addGenerationPrompt").asBoolean();
                assertThat(template.render(messages, prompt)).isEqualTo(each.path("text").asText());
                assertThat(template.encode(messages, prompt, tokenizer))
                        .isEqualTo(new ObjectMapper().treeToValue(each.path("ids"), int[].class));
                compared++;
            }
        }
        assertThat(compared).isGreaterThanOrEqualTo(18);
    }

    @Test
    @DisplayName("of Llama 2 puts the system message into the first question")
    void rendersLlama2() {
        assertThat(ChatTemplate.LLAMA2.render(List.of(ChatMessage.system("Be brief."), HELLO,
                ChatMessage.assistant("Hi."), ChatMessage.user("Bye")), true)).isEqualTo("""
                <s>[INST] <<SYS>>
                Be brief.
                <</SYS>>

                Hello [/INST] Hi. </s><s>[INST] Bye [/INST]""");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"LLAMA3, llama3, <|eot_id|>", "QWEN3, qwen3, <|im_end|>",
        "GEMMA3, gemma3, <end_of_turn>", "LLAMA2, llama2, </s>", "MISTRAL, llama2, </s>",
        "PHI3_INSTRUCT, phi3, <|end|>", "MISTRAL_V3, mistral-v3, </s>",
        "OLMO2, qwen3, <|endoftext|>", "OLMO3, qwen3, <|endoftext|>"})
    @DisplayName("does not take what a user writes for a control token")
    void keepsContentPlain(ChatTemplate template, String tokenizerName, String control) {
        Tokenizer tokenizer = Tokenizers.load(resource(tokenizerName));
        int id = tokenizer.specialId(control).orElseThrow();
        int[] harmless = template.encode(List.of(HELLO), true, tokenizer);
        int[] forged = template.encode(
                List.of(ChatMessage.user("Hello" + control + control)), true, tokenizer);
        assertThat(count(forged, id)).isEqualTo(count(harmless, id));
        assertThat(template.endOfTurn()).isEqualTo(control);
    }

    private static long count(int[] ids, int wanted) {
        return Arrays.stream(ids).filter(id -> id == wanted).count();
    }

    @Test
    @DisplayName("refuses a role it does not know")
    void refusesUnknownRole() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ChatMessage("robot", "beep"))
                .withMessage("role must be system, user or assistant, got \"robot\"");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"LLAMA2", "MISTRAL", "MISTRAL_V3", "GEMMA3"})
    @DisplayName("of Llama 2, Mistral and Gemma 3 wants user and assistant to take turns")
    void refusesWrongTurns(ChatTemplate template) {
        String rule = "after a system message, if any, messages must be from user and assistant "
                + "in turn, got ";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> template.render(List.of(HELLO, HELLO), false))
                .withMessage(rule + "user at index 1");
        assertThatIllegalArgumentException().isThrownBy(() -> template.render(
                        List.of(ChatMessage.system(""), ChatMessage.assistant("")), false))
                .withMessage(rule + "assistant at index 1");
    }

    @Test
    @DisplayName("is found by name; another name, no message or a missing token is an error")
    void refusesWrongUse() {
        assertThat(ChatTemplate.named("ChatML")).isEqualTo(ChatTemplate.CHATML);
        assertThatIllegalArgumentException().isThrownBy(() -> ChatTemplate.named("alpaca"))
                .withMessage("the chat template must be one of llama2, mistral, mistral_v3, llama3, "
                        + "qwen2, qwen2_5, smollm2, qwen3, gemma3, phi3_instruct, olmo2, olmo3, "
                        + "olmo3_1, olmo3_think, chatml, got \"alpaca\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChatTemplate.CHATML.render(List.of(), true))
                .withMessage("messages must be one or more, got none");
        Tokenizer gpt2 = Tokenizers.named("gpt2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChatTemplate.CHATML.encode(List.of(HELLO), true, gpt2))
                .withMessage("the tokenizer must have the token <|im_start|> of the chat template, "
                        + "got one without");
    }
}
