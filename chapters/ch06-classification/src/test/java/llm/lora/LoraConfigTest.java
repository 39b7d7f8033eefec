package llm.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import llm.lora.LoraConfig.Size;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A configuration of LoRA")
class LoraConfigTest {
    private static final List<String> QUERY = List.of("model.layers.1.self_attn.q_proj");

    @Test
    @DisplayName("divides alpha by the rank, or by its root")
    void scale() {
        assertThat(new Size(8, 16, false).scale()).isEqualTo(2);
        assertThat(new Size(16, 8, true).scale()).isEqualTo(2);
        assertThat(LoraConfig.of(16, 8).rankStabilized().size().scale()).isEqualTo(2);
        assertThat(new Size(8, 16, false).withRank(24)).isEqualTo(new Size(24, 48, false));
        assertThat(new Size(4, 8, true).withRank(16)).isEqualTo(new Size(16, 16, true));
    }

    @Test
    @DisplayName("takes the first pattern that a whole name matches, alone or behind a dot")
    void patterns() {
        Map<String, Integer> ranks = new LinkedHashMap<>();
        ranks.put("proj", 2);                                // in no name behind a dot
        ranks.put("layers\\.[1-3]\\..*", 3);
        ranks.put("q_proj", 4);
        LoraConfig config = LoraConfig.of(8, 16).withRanks(ranks)
                .withAlphas(Map.of("self_attn.q_proj", 5.0));
        assertThat(config.sizeOf(QUERY)).isEqualTo(new Size(3, 5, false));
        assertThat(config.sizeOf(List.of("model.layers.4.self_attn.q_proj")).rank()).isEqualTo(4);
        assertThat(config.sizeOf(List.of("lm_head"))).isEqualTo(new Size(8, 16, false));
    }

    @ParameterizedTest(name = "{0} in {1}: {2}")
    @CsvSource({"q_proj, model.layers.1.self_attn.q_proj, true", "proj, a.q_proj, false",
        "lm_head, lm_head, true", "attn.q_proj, a.self_attn.q_proj, false"})
    @DisplayName("names layers wholly or from a dot on:")
    void named(String entry, String name, boolean hit) {
        assertThat(new LoraTargets.Named(List.of(entry)).hits(name)).isEqualTo(hit);
    }

    @Test
    @DisplayName("matches whole names by expression, and all layers with or without the head")
    void matching() {
        assertThat(new LoraTargets.Matching(".*q_proj").hits(QUERY.getFirst())).isTrue();
        assertThat(new LoraTargets.Matching("q_proj").hits(QUERY.getFirst())).isFalse();
        assertThat(new LoraTargets.AllLinear(false).hits("head")).isFalse();
        assertThat(new LoraTargets.AllLinear(true).hits("head")).isTrue();
    }

    @Test
    @DisplayName("finds the shortest names that hit some layers and no others")
    void entries() {
        List<String> all = List.of("h.0.attn.c_proj", "h.0.mlp.c_proj", "h.1.attn.c_proj",
                "h.1.mlp.c_proj", "h.1.mlp.c_fc", "h.11.mlp.c_fc");
        assertThat(LoraTargets.entries(List.of("h.0.mlp.c_proj", "h.1.mlp.c_proj", "h.1.mlp.c_fc"),
                all)).containsExactly("mlp.c_proj", "1.mlp.c_fc");
        assertThat(LoraTargets.entries(all, all)).containsExactly("c_proj", "c_fc");
    }

    @Test
    @DisplayName("refuses what makes no sense")
    void errors() {
        assertThatThrownBy(() -> LoraConfig.of(0, 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rank must be 1 or more and alpha above 0, got rank=0, alpha=1.0");
        assertThatThrownBy(() -> LoraConfig.of(1, Double.NaN)).hasMessageEndingWith("alpha=NaN");
        assertThatThrownBy(() -> LoraConfig.of(1, 1).withDropout(1))
                .hasMessage("dropout must be in [0, 1), got 1.0");
        assertThatThrownBy(() -> LoraConfig.of(1, 1).onMatching("(q"))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("a pattern must be a regular expression, got (q: Unclosed group");
    }
}
