package llm.instruct;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import llm.text.Tokenizer;
import llm.text.files.Tokenizers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The ids of a prompt and its answer")
class PromptIdsTest {
    private static final Tokenizer GPT2 = Tokenizers.named("gpt2");
    private static final PromptText TEXT = new PromptText("Ask.", "\nAns", "wer!");

    @Test
    @DisplayName("are cut where the text is: no token reaches over a seam")
    void seams() {
        PromptIds ids = PromptIds.of(TEXT, GPT2);
        assertThat(GPT2.decode(ids.query())).isEqualTo("Ask.");
        assertThat(GPT2.decode(ids.prompt())).isEqualTo("Ask.\nAns");
        assertThat(GPT2.decode(ids.answer())).isEqualTo("wer!");
        assertThat(GPT2.decode(ids.whole())).isEqualTo(TEXT.whole());
        int answer = GPT2.encode("Answer")[0];               // one token, half prompt, half answer
        assertThat(GPT2.encode(TEXT.whole())).contains(answer);
        assertThat(ids.whole()).doesNotContain(answer);
    }

    @Test
    @DisplayName("are the same before an answer as where the model is to write one")
    void promptsAgree() {
        PromptIds asked = PromptIds.of(new PromptText("Ask.", "\nAns", ""), GPT2);
        assertThat(asked.answer()).isEmpty();
        int[] prompt = PromptIds.of(TEXT, GPT2).whole();
        assertThat(Arrays.copyOf(prompt, asked.prompt().length)).containsExactly(asked.prompt());
    }
}
