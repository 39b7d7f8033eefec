package llm.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import llm.model.GptConfig;
import llm.model.ModelSize;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A preset")
class PresetTest {
    private static final List<Preset> ALL =
            List.of(Preset.TINY, Preset.SMALL, Preset.GPT2_124M);

    @Test
    @DisplayName("is found by its name")
    void named() {
        ALL.forEach(preset -> assertThat(Preset.named(preset.name())).isSameAs(preset));
        assertThatThrownBy(() -> Preset.named("huge"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("preset must be one of tiny, small, gpt2-124m, got huge");
    }

    @Test
    @DisplayName("is a row of the chapter's README, with its parameters counted")
    void readme() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        for (Preset preset : ALL) {
            GptConfig c = preset.config();
            assertThat(readme).contains("| `%s` | %,d | %,d | %,d | %,d | %,d | %,d | %,d |"
                    .formatted(preset.name(), c.vocabSize(), c.contextLength(), c.embDim(),
                            c.heads(), c.layers(), preset.batch(), ModelSize.of(c).parameters()));
        }
    }
}
