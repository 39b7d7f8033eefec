package llm.pretrain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import llm.model.DecoderConfig;
import llm.model.GptConfig;
import llm.model.ModelSize;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The ladder")
class RungTest {
    private final List<Rung> ladder = Rung.ladder(2_048, 320, 192, 6, 2);

    @Test
    @DisplayName("leads from the preset in GPT-2's form to the modern one, and one step beyond")
    void ends() {
        assertThat(ladder.getFirst()).extracting(Rung::config, Rung::recipe, Rung::learningRate)
                .containsExactly(Preset.TINY_GPT2.config(), Preset.TINY_GPT2.recipe(),
                        Preset.TINY_GPT2.learningRate());
        assertThat(ladder.get(4)).extracting(Rung::config, Rung::recipe, Rung::learningRate)
                .containsExactly(Preset.TINY.config(), Preset.TINY.recipe(),
                        Preset.TINY.learningRate());
        assertThat(ladder.get(5).config().smear()).isTrue();
    }

    @Test
    @DisplayName("changes the model, what moves it, the head, the schedule and the input in turn")
    void oneIdeaEach() {
        assertThat(ladder).extracting(Rung::name)
                .containsExactly("gpt2", "qwen3", "muon", "head", "decay", "smear");
        assertThat(ladder).extracting(rung -> rung.config() instanceof GptConfig)
                .containsExactly(true, false, false, false, false, false);
        assertThat(ladder).extracting(rung -> rung.recipe().muon() != null)
                .containsExactly(false, false, true, true, true, true);
        assertThat(ladder).extracting(rung -> rung.config().tiedHead())
                .containsExactly(true, true, true, false, false, false);
        assertThat(ladder).extracting(rung -> rung.recipe().decayShare() != null)
                .containsExactly(false, false, false, false, true, true);
    }

    @Test
    @DisplayName("has blocks of the same size on all rungs, to a tenth")
    void sameSize() {
        assertThat(ladder).extracting(Rung::config).allSatisfy(config -> assertThat(
                blockParameters(config)).isBetween(850_000L, 950_000L));
    }

    private static long blockParameters(DecoderConfig config) {
        return ModelSize.of(config).matrixParameters() - 2_048L * 192;
    }
}
