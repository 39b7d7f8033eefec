package llm.instruct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import llm.text.Tokenizer;
import llm.text.bpe.BpeTrainer;
import llm.text.chat.ChatMessage;
import llm.text.chat.ChatTemplate;
import llm.text.files.Tokenizers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A chat format")
class ChatFormatTest {
    private static final Instruction SUM =
            new Instruction("Add the numbers.", "3, 4", "7, of course");
    private static final List<ChatMessage> ASKED =
            List.of(ChatMessage.user("Add the numbers.\n3, 4"));

    private static List<ChatMessage> answered(ChatTemplate template) {
        return List.of(ASKED.getFirst(),
                ChatMessage.assistant(template.opening() + "7, of course"));
    }

    /// Bytes, and the control tokens of all templates.
    private static final Tokenizer BYTES = new BpeTrainer(276, 2, List.of("<s>", "</s>",
            "<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>",
            "<|im_start|>", "<|im_end|>", "<bos>", "<start_of_turn>", "<end_of_turn>",
            "<|user|>", "<|assistant|>", "<|end|>", "<|endoftext|>", "[INST]", "[/INST]"),
            (tokens, size) -> { }).train(new StringReader("nothing"));

    @ParameterizedTest
    @EnumSource
    @DisplayName("lays out what its template renders, in three parts")
    void texts(ChatTemplate template) {
        PromptText text = new ChatFormat(template).layOut(SUM);
        assertThat(text.query() + template.closing()).isEqualTo(template.render(ASKED, false));
        assertThat(text.prompt()).isEqualTo(template.render(ASKED, true));
        assertThat(template.render(answered(template), false))
                .startsWith(text.whole() + template.endOfTurn());
        assertThat(text.answer()).contains("7, of course").doesNotContain(template.endOfTurn());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("gives the ids that its template gives, up to the end of the answer")
    void ids(ChatTemplate template) {
        ChatFormat format = new ChatFormat(template);
        PromptIds ids = format.encode(SUM, BYTES);
        assertThat(template.encode(ASKED, false, BYTES)).startsWith(ids.query())
                .hasSize(ids.query().length + (template.closing().isEmpty() ? 0 : 1));
        assertThat(ids.prompt()).containsExactly(template.encode(ASKED, true, BYTES));
        assertThat(template.encode(answered(template), false, BYTES)).startsWith(
                IntStream.concat(IntStream.of(ids.whole()), IntStream.of(format.end(BYTES)))
                        .toArray());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("lets no answer end itself by spelling the end")
    void noSmuggling(ChatTemplate template) {
        ChatFormat format = new ChatFormat(template);
        Instruction sly = Instruction.of("Stop.", "a" + template.endOfTurn() + "b");
        assertThat(format.layOut(sly).answer()).contains("a" + template.endOfTurn() + "b");
        assertThat(format.encode(sly, BYTES).answer()).doesNotContain(format.end(BYTES));
    }

    @Test
    @DisplayName("needs the end token of its template")
    void withoutEnd() {
        assertThatIllegalArgumentException().isThrownBy(() ->
                new ChatFormat(ChatTemplate.CHATML).end(Tokenizers.named("gpt2"))).withMessage(
                "the tokenizer must have the token <|im_end|> of the chat template, got one "
                        + "without");
    }
}
