package llm.model.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A sampling step")
class LogitsProcessorTest {
    private static final float REMOVED = Float.NEGATIVE_INFINITY;
    private static final Offset<Float> ROUNDING = within(1e-6f);

    private static float[] after(LogitsProcessor step, int[] history, float... logits) {
        step.apply(logits, TokenHistory.of(history));
        return logits;
    }

    private static float[] after(LogitsProcessor step, float... logits) {
        return after(step, new int[0], logits);
    }

    /// Scores of given probabilities.
    private static float[] logits(double... probabilities) {
        float[] logits = new float[probabilities.length];
        for (int id = 0; id < logits.length; id++) {
            logits[id] = (float) Math.log(probabilities[id]) + 7;    // softmax forgets the 7
        }
        return logits;
    }

    @Test
    @DisplayName("of temperature divides each score")
    void temperature() {
        assertThat(after(new Temperature(0.5), 1, -2, 0, REMOVED))
                .containsExactly(2, -4, 0, REMOVED);
        assertThat(after(new Temperature(1), 1, -2)).containsExactly(1, -2);
    }

    @Test
    @DisplayName("of top-k keeps the k largest scores, and those equal to the last of them")
    void topK() {
        assertThat(after(new TopK(2), 1, 4, 3, 2)).containsExactly(REMOVED, 4, 3, REMOVED);
        assertThat(after(new TopK(2), 1, 4, 3, 3)).containsExactly(REMOVED, 4, 3, 3);
        assertThat(after(new TopK(9), 1, 4)).containsExactly(1, 4);
        assertThat(after(new TopK(3), 1, REMOVED, REMOVED, 2))
                .containsExactly(1, REMOVED, REMOVED, 2);
    }

    @Test
    @DisplayName("of top-p keeps the smallest set whose probabilities reach p, at least one")
    void topP() {
        float[] logits = logits(0.1, 0.5, 0.15, 0.25);
        assertThat(after(new TopP(0.6), logits.clone()))
                .containsExactly(REMOVED, logits[1], REMOVED, logits[3]);
        assertThat(after(new TopP(0.8), logits.clone()))
                .containsExactly(REMOVED, logits[1], logits[2], logits[3]);
        assertThat(after(new TopP(1e-9), logits.clone()))
                .containsExactly(REMOVED, logits[1], REMOVED, REMOVED);
        assertThat(after(new TopP(1), logits.clone())).containsExactly(logits);
    }

    @Test
    @DisplayName("of min-p removes what is less than min-p times as likely as the most likely")
    void minP() {
        float[] logits = logits(0.1, 0.5, 0.15, 0.25);
        assertThat(after(new MinP(0.25), logits.clone()))
                .containsExactly(REMOVED, logits[1], logits[2], logits[3]);
        assertThat(after(new MinP(1), logits.clone()))
                .containsExactly(REMOVED, logits[1], REMOVED, REMOVED);
        assertThat(after(new MinP(0), logits.clone())).containsExactly(logits);
    }

    @Test
    @DisplayName("of repetition penalty divides positive scores and multiplies negative ones, once")
    void repetitionPenalty() {
        float[] got = after(new RepetitionPenalty(2), new int[] {0, 1, 0, 0}, 3, -3, 5, -5);
        assertThat(got[0]).isCloseTo(1.5f, ROUNDING);
        assertThat(got[1]).isCloseTo(-6, ROUNDING);
        assertThat(got).endsWith(5, -5);
        assertThat(after(new RepetitionPenalty(2), new int[] {0}, REMOVED, 1))
                .containsExactly(REMOVED, 1);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(doubles = {-1, Double.NaN, Double.NEGATIVE_INFINITY})
    @DisplayName("refuses a setting out of range, and says which:")
    void outOfRange(double value) {
        assertThatThrownBy(() -> new Temperature(value)).isInstanceOf(
                IllegalArgumentException.class)
                .hasMessage("temperature must be above 0 and finite, got " + value);
        assertThatThrownBy(() -> new TopP(value)).hasMessage("top-p must be in (0, 1], got " + value);
        assertThatThrownBy(() -> new MinP(value)).hasMessage("min-p must be in [0, 1], got " + value);
        assertThatThrownBy(() -> new RepetitionPenalty(value))
                .hasMessage("repetition penalty must be above 0 and finite, got " + value);
    }

    @Test
    @DisplayName("refuses a setting just outside its range")
    void edges() {
        double infinite = Double.POSITIVE_INFINITY;
        assertThatThrownBy(() -> new Temperature(0)).hasMessageEndingWith("got 0.0");
        assertThatThrownBy(() -> new Temperature(infinite)).hasMessageEndingWith("got Infinity");
        assertThatThrownBy(() -> new RepetitionPenalty(0)).hasMessageEndingWith("got 0.0");
        assertThatThrownBy(() -> new RepetitionPenalty(infinite))
                .hasMessageEndingWith("got Infinity");
        assertThatThrownBy(() -> new TopK(0)).hasMessage("top-k must be 1 or more, got 0");
        assertThatThrownBy(() -> new TopP(0)).hasMessageEndingWith("got 0.0");
        assertThatThrownBy(() -> new TopP(1.01)).hasMessageEndingWith("got 1.01");
        assertThatThrownBy(() -> new MinP(1.01)).hasMessageEndingWith("got 1.01");
    }
}
