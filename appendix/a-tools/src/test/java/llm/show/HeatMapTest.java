package llm.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A heat map")
class HeatMapTest {
    private static final List<String> TOKENS = List.of("a", "<b>");

    @Test
    @DisplayName("writes its numbers, leaves 0 pale and the largest deep, and leaves NaN empty")
    void paints() {
        String svg = HeatMap.row(
                HeatMap.of("weights", TOKENS, new float[] {1, Float.NaN, 0, 0.25f}));
        assertThat(svg).contains(">1.00<", ">0.25<", "#1e40af", "#eef2fa",
                "&lt;b&gt;", "<title>weights</title>").doesNotContain("NaN", ">0.00<");
        assertThat(svg.split("<rect", -1)).hasSize(2 + 3);     // the background, three fields
    }

    @Test
    @DisplayName("needs a number for each field")
    void wantsAllNumbers() {
        assertThatThrownBy(() -> HeatMap.of("weights", TOKENS, new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("values must be rows=2 × columns=2, got 3");
    }
}
