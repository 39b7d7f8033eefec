package llm.model.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import llm.tensor.RandomState;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A sampler")
class SamplerTest {
    private static final OptionalDouble NONE = OptionalDouble.empty();

    @Test
    @DisplayName("is greedy when nothing is asked, or temperature 0")
    void greedy() {
        assertThat(Sampler.of(Sampler.Options.NONE)).isEqualTo(Sampler.mostLikely());
        assertThat(Sampler.of(new Sampler.Options(NONE, OptionalDouble.of(0), OptionalInt.of(5),
                NONE, NONE)).greedy()).isTrue();
        assertThat(Sampler.mostLikely().choose(new float[] {1, 3, 3, 2}, TokenHistory.of(),
                new RandomState(1))).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(doubles = {1e-6, 1e-20, 1e-38, 1e-40, Double.MIN_VALUE})
    @DisplayName("is greedy at a temperature that scores could not be divided by")
    void cold(double temperature) {
        float[] logits = {10, 30, 20};
        assertThat(Sampler.atTemperature(temperature).choose(logits, TokenHistory.of(),
                new RandomState(1))).isEqualTo(1);
        assertThat(logits).containsExactly(10, 30, 20);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
    @DisplayName("refuses scores that are not numbers")
    void notNumbers(float score) {
        for (Sampler sampler : List.of(Sampler.mostLikely(), Sampler.atTemperature(1))) {
            assertThatThrownBy(() -> sampler.choose(new float[] {0, score}, TokenHistory.of(),
                    new RandomState(1))).isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("scores must be numbers, got " + score
                            + " for token 1;");
        }
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
            share[sampler.choose(logits.clone(), TokenHistory.of(), random)] += 1.0 / draws;
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
            assertThat(sampler.choose(new float[] {inf, 0, inf, 0, inf}, TokenHistory.of(), random))
                    .isIn(1, 3);
        }
    }

    @Test
    @DisplayName("draws when top-k, top-p or min-p is asked for without a temperature")
    void drawsWithoutTemperature() {
        assertThat(Sampler.of(new Sampler.Options(NONE, NONE, OptionalInt.of(5), NONE, NONE)))
                .isEqualTo(new Sampler(false, List.of(new TopK(5))));
        assertThat(Sampler.of(new Sampler.Options(NONE, NONE, OptionalInt.empty(),
                OptionalDouble.of(0.5), NONE)))
                .isEqualTo(new Sampler(false, List.of(new TopP(0.5))));
        assertThat(Sampler.of(new Sampler.Options(NONE, NONE, OptionalInt.empty(), NONE,
                OptionalDouble.of(0.1))))
                .isEqualTo(new Sampler(false, List.of(new MinP(0.1))));
    }

    @Test
    @DisplayName("penalises repetition also where it is greedy")
    void greedyWithPenalty() {
        Sampler sampler = Sampler.of(new Sampler.Options(OptionalDouble.of(2), OptionalDouble.of(0),
                OptionalInt.empty(), NONE, NONE));
        assertThat(sampler).isEqualTo(new Sampler(true, List.of(new RepetitionPenalty(2))));
        assertThat(sampler.choose(new float[] {3, 2, 1}, TokenHistory.of(0), new RandomState(1)))
                .isEqualTo(1);
    }

    @Test
    @DisplayName("refuses a negative temperature")
    void negativeTemperature() {
        assertThatThrownBy(() -> Sampler.of(new Sampler.Options(NONE, OptionalDouble.of(-1),
                OptionalInt.empty(), NONE, NONE)))
                .hasMessage("temperature must be 0 or more, got -1.0");
    }
}
