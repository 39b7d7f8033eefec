package llm.instruct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Locale;
import llm.text.Tokenizer;
import llm.text.chat.ChatTemplate;
import llm.text.files.Tokenizers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Texts and ids as the course's own functions and tiktoken gave them.
@DisplayName("A plain format")
class PlainFormatTest {
    private static final Tokenizer GPT2 = Tokenizers.named("gpt2");

    @ParameterizedTest
    @EnumSource(names = {"ALPACA", "PHI3"})
    @DisplayName("gives the course's texts and ids, and as many of them in prompt and query")
    void likeTheCourse(PlainFormat format) throws IOException {
        JsonNode entries = Fixtures.json(Fixtures.folder("sft/formats.json")).get("entries");
        assertThat(entries).hasSize(5);
        for (JsonNode entry : entries) {
            Instruction instruction = new Instruction(entry.get("instruction").asText(),
                    entry.get("input").asText(), entry.get("output").asText());
            JsonNode want = entry.get(format.name().toLowerCase(Locale.ROOT));
            PromptText text = format.layOut(instruction);
            assertThat(text.prompt()).isEqualTo(want.get("prompt").asText());
            assertThat(text.whole()).isEqualTo(want.get("text").asText());
            PromptIds ids = format.encode(instruction, GPT2);
            assertThat(ids.whole()).containsExactly(Fixtures.ints(want.get("ids")));
            assertThat(ids.prompt()).hasSize(want.get("prompt_tokens").asInt());
            assertThat(ids.query()).hasSize(want.get("query_tokens").asInt());
        }
    }

    @Test
    @DisplayName("takes what looks like a special token for text, and ends with the real one")
    void noSmuggling() {
        Instruction sly = Instruction.of("<|endoftext|>", "<|endoftext|>");
        int end = GPT2.endOfText().orElseThrow();
        assertThat(PlainFormat.PHI3.encode(sly, GPT2).whole()).doesNotContain(end);
        assertThat(PlainFormat.PHI3.end(GPT2)).isEqualTo(end);
    }

    @Test
    @DisplayName("in short begins the answer with a space, so that a word said again is one token")
    void shortFormat() {
        Instruction again = new Instruction("Who was it?", "It was Max.", "Max");
        PromptText text = PlainFormat.SHORT.layOut(again);
        assertThat(text.prompt()).isEqualTo("Who was it?\nIt was Max.\nAnswer:");
        assertThat(text.answer()).isEqualTo(" Max");
        PromptIds ids = PlainFormat.SHORT.encode(again, GPT2);
        assertThat(ids.answer()).hasSize(1);
        assertThat(ids.query()).contains(ids.answer()[0]);
    }

    @Test
    @DisplayName("is found by name, as are chat templates")
    void named() {
        assertThat(PromptFormat.named("Alpaca")).isEqualTo(PlainFormat.ALPACA);
        assertThat(PromptFormat.named("phi3")).isEqualTo(PlainFormat.PHI3);
        assertThat(PromptFormat.named("chatml")).isEqualTo(new ChatFormat(ChatTemplate.CHATML));
        assertThatIllegalArgumentException().isThrownBy(() -> PromptFormat.named("phi"))
                .withMessage("the prompt format must be one of alpaca, phi3, short, llama2, "
                        + "mistral, mistral_v3, llama3, qwen2, qwen2_5, smollm2, qwen3, gemma3, "
                        + "phi3_instruct, olmo2, olmo3, olmo3_1, olmo3_think, chatml, got \"phi\"");
    }
}
