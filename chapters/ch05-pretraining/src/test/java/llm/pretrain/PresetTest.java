package llm.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import llm.model.DecoderConfig;
import llm.model.ModelSize;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A preset")
class PresetTest {
    private static final List<Preset> ALL = Preset.all();

    @Test
    @DisplayName("is found by its name")
    void named() {
        ALL.forEach(preset -> assertThat(Preset.named(preset.name())).isSameAs(preset));
        assertThat(Preset.NAMES.split(", | or "))
                .containsExactlyElementsOf(ALL.stream().map(Preset::name).toList());
        assertThatThrownBy(() -> Preset.named("huge"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("preset must be one of tiny, small, tiny-gpt2, small-gpt2, "
                        + "gpt2-124m, got huge");
    }

    @Test
    @DisplayName("is a row of the chapter's README, with its parameters counted")
    void readme() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        for (Preset preset : ALL) {
            DecoderConfig c = preset.config();
            assertThat(readme).contains("| `%s` | %,d | %,d | %,d | %,d | %,d | %,d | %,d |"
                    .formatted(preset.name(), c.vocabSize(), c.contextLength(), c.embDim(),
                            c.block(0).attention().heads(), c.layers(), preset.batch(),
                            ModelSize.of(c).parameters()));
        }
    }
}
