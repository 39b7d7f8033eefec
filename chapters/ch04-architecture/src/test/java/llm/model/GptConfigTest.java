package llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import llm.model.GptConfig.DropoutRates;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A GPT configuration")
class GptConfigTest {
    private static final GptConfig SMALL = GptConfig.gpt2Small();

    private static GptConfig withEpsilon(double epsilon) {
        return new GptConfig(50, 16, 12, 3, 2, 48, true, true, DropoutRates.NONE, epsilon);
    }

    @Test
    @DisplayName("has heads of 64 values at each published size")
    void published() {
        assertThat(SMALL).isEqualTo(new GptConfig(50_257, 1_024, 768, 12, 12, 3_072, true, true,
                DropoutRates.NONE, 1e-5));
        assertThat(new GptConfig[] {SMALL, GptConfig.gpt2Medium(), GptConfig.gpt2Large(),
                GptConfig.gpt2Xl()}).extracting(GptConfig::headDim).containsOnly(64);
    }

    @Test
    @DisplayName("changes one thing at a time")
    void changes() {
        GptConfig all = SMALL.withVocabSize(99).withContextLength(7)
                .withDropout(DropoutRates.all(0.1)).withoutQkvBias().withUntiedHead();
        assertThat(all).isEqualTo(new GptConfig(99, 7, 768, 12, 12, 3_072, false, false,
                new DropoutRates(0.1, 0.1, 0.1), 1e-5));
    }

    @Test
    @DisplayName("refuses sizes that do not fit together")
    void sizes() {
        assertThatThrownBy(() -> GptConfig.of(50, 16, 10, 4, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("embDim must be a multiple of heads, got embDim=10, heads=4");
        assertThatThrownBy(() -> GptConfig.of(50, 16, 12, 0, 2))
                .hasMessage("embDim must be a multiple of heads, got embDim=12, heads=0");
        assertThatThrownBy(() -> GptConfig.of(0, 16, 12, 3, 2)).hasMessage(
                "vocabSize must be from 1 to 67108864, got 0");
        assertThatThrownBy(() -> GptConfig.of(50, 16, 12, 3, 4_097)).hasMessage(
                "layers must be from 1 to 4096, got 4097");
        assertThatThrownBy(() -> SMALL.withContextLength(0))
                .hasMessage("contextLength must be from 1 to 67108864, got 0");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(doubles = {-0.1, 1, Double.NaN})
    @DisplayName("refuses a dropout rate outside [0, 1):")
    void dropout(double rate) {
        assertThatThrownBy(() -> new DropoutRates(0, 0, rate)).hasMessage(
                "dropout rates must be in [0, 1), got embedding=0.0, attention=0.0, residual="
                        + rate);
        assertThatThrownBy(() -> new DropoutRates(rate, 0, 0)).hasMessageContaining("embedding");
        assertThatThrownBy(() -> new DropoutRates(0, rate, 0)).hasMessageContaining("attention");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(doubles = {0, -1e-5, Double.NaN, Double.POSITIVE_INFINITY})
    @DisplayName("refuses a norm epsilon that cannot keep a divisor from 0:")
    void epsilon(double value) {
        assertThatThrownBy(() -> withEpsilon(value))
                .hasMessage("normEpsilon must be above 0 and finite, got " + value);
    }
}
