package llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import llm.tensor.RandomState;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A sampler")
class SamplerTest {
    private static final OptionalDouble NONE = OptionalDouble.empty();

    @Test
    @DisplayName("is greedy when nothing is asked, or temperature 0")
    void greedy() {
        assertThat(Sampler.of(Sampler.Options.NONE)).isEqualTo(Sampler.mostLikely());
        assertThat(Sampler.of(new Sampler.Options(NONE, OptionalDouble.of(0), OptionalInt.of(5),
                NONE, NONE)).greedy()).isTrue();
        assertThat(Sampler.mostLikely().choose(new float[] {1, 3, 3, 2}, new int[0],
                new RandomState(1))).isEqualTo(1);
    }

    @Test
    @DisplayName("takes its steps in the fixed order")
    void order() {
        Sampler sampler = Sampler.of(new Sampler.Options(OptionalDouble.of(1.2),
                OptionalDouble.of(0.7), OptionalInt.of(40), OptionalDouble.of(0.9),
                OptionalDouble.of(0.05)));
        assertThat(sampler.steps()).containsExactly(new RepetitionPenalty(1.2),
                new Temperature(0.7), new TopK(40), new TopP(0.9), new MinP(0.05));
        assertThat(sampler.greedy()).isFalse();
    }

    @Test
    @DisplayName("draws tokens as often as they are likely")
    void frequencies() {
        // probabilities 0.6, 0.3 and 0.1; 20,000 draws have a deviation below 0.0035
        float[] logits = {(float) Math.log(0.6), (float) Math.log(0.3), (float) Math.log(0.1)};
        Sampler sampler = new Sampler(false, List.of());
        RandomState random = new RandomState(5);
        double[] share = new double[3];
        int draws = 20_000;
        for (int i = 0; i < draws; i++) {
            share[sampler.choose(logits.clone(), new int[0], random)] += 1.0 / draws;
        }
        assertThat(share[0]).isCloseTo(0.6, within(0.015));
        assertThat(share[1]).isCloseTo(0.3, within(0.015));
        assertThat(share[2]).isCloseTo(0.1, within(0.015));
    }

    @Test
    @DisplayName("never draws a removed token")
    void removed() {
        float inf = Float.NEGATIVE_INFINITY;
        Sampler sampler = new Sampler(false, List.of());
        RandomState random = new RandomState(5);
        for (int i = 0; i < 1_000; i++) {
            assertThat(sampler.choose(new float[] {inf, 0, inf, 0, inf}, new int[0], random))
                    .isIn(1, 3);
        }
    }

    @Test
    @DisplayName("refuses settings out of range, and says which")
    void errors() {
        assertThatThrownBy(() -> new Temperature(0))
                .hasMessage("temperature must be above 0 and finite, got 0.0");
        assertThatThrownBy(() -> new TopK(0)).hasMessage("top-k must be 1 or more, got 0");
        assertThatThrownBy(() -> new TopP(1.5)).hasMessage("top-p must be in (0, 1], got 1.5");
        assertThatThrownBy(() -> new MinP(-1)).hasMessage("min-p must be in [0, 1], got -1.0");
        assertThatThrownBy(() -> new RepetitionPenalty(0))
                .hasMessage("repetition penalty must be above 0, got 0.0");
        assertThatThrownBy(() -> Sampler.of(new Sampler.Options(NONE, OptionalDouble.of(-1),
                OptionalInt.empty(), NONE, NONE)))
                .hasMessage("temperature must be 0 or more, got -1.0");
    }
}
