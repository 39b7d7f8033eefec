package llm.instruct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A prompt with examples")
class FewShotTest {
    private final FewShot format = new FewShot(PlainFormat.PHI3, List.of(
            Instruction.of("Plural of cat?", "cats"), Instruction.of("Plural of ox?", "oxen")));

    @Test
    @DisplayName("has them solved before the question, an empty line behind each")
    void text() {
        PromptText text = format.layOut(Instruction.of("Plural of mouse?", "mice"));
        assertThat(text.prompt()).isEqualTo("""
                <|user|>
                Plural of cat?
                <|assistant|>:
                cats

                <|user|>
                Plural of ox?
                <|assistant|>:
                oxen

                <|user|>
                Plural of mouse?
                <|assistant|>:
                """);
        assertThat(text.answer()).isEqualTo("mice");
        assertThat(format.stopText()).contains("\n\n");
        assertThat(PlainFormat.PHI3.stopText()).isEmpty();
    }

    @Test
    @DisplayName("needs an example")
    void none() {
        assertThatIllegalArgumentException().isThrownBy(() ->
                new FewShot(PlainFormat.ALPACA, List.of()))
                .withMessage("examples must be one or more, got none");
    }
}
