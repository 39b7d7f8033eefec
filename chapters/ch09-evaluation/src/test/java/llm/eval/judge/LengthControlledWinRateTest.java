package llm.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A length-controlled win rate")
class LengthControlledWinRateTest {

    /// The model gets 3/4 where its answers are 5 longer and 1/2 where they are 5 shorter. Halfway
    /// lies the constant (ln 3 + ln 1) / 2, and σ(ln √3) = √3 / (1 + √3).
    @Test
    @DisplayName("is the rate halfway between longer and shorter answers")
    void byHand() {
        LengthControlledWinRate rate = LengthControlledWinRate.of(
                new double[] {2, 2, 2, 1, 2, 2, 1, 1}, new int[] {-5, -5, -5, -5, 5, 5, 5, 5});
        assertThat(rate.percent())
                .isCloseTo(100 * Math.sqrt(3) / (1 + Math.sqrt(3)), within(1e-9));
        assertThat(rate.deviation()).isCloseTo(Math.sqrt(8 * 25 / 7.0), within(1e-12));
        assertThat(rate.coefficient()).isCloseTo(
                -Math.log(3) / 2 / Math.tanh(5 / rate.deviation()), within(1e-9));
    }

    @Test
    @DisplayName("of 500 pairs is the maximum that another program found, and near AlpacaEval's")
    void arena() throws IOException {
        JsonNode json = JudgeFixtures.json("arena/winrate.json");
        JsonNode pairs = json.get("pairs");
        JsonNode wanted = json.get("length_controlled_minimal");
        LengthControlledWinRate rate = LengthControlledWinRate.of(
                JudgeFixtures.doubles(pairs.get("preference")),
                JudgeFixtures.minus(pairs.get("length_baseline"), pairs.get("length_model")));
        assertThat(rate.deviation()).isCloseTo(wanted.get("std_delta").asDouble(), within(1e-9));
        JsonNode exact = wanted.get("maximum_likelihood");
        assertThat(rate.percent()).isCloseTo(exact.get("win_rate").asDouble(), within(1e-6));
        assertThat(rate.coefficient())
                .isCloseTo(exact.get("coefficient_length").asDouble(), within(1e-7));
        assertThat(rate.constant())
                .isCloseTo(exact.get("coefficient_constant").asDouble(), within(1e-7));
        assertThat(rate.percent())
                .isCloseTo(wanted.at("/alpaca_eval/win_rate").asDouble(), within(0.3));
    }

    /// The rates by SciPy's minimizer on the same likelihood.
    @Test
    @DisplayName("of the course's models, by their scores, is hardly another than the plain one")
    void course() throws IOException {
        double[] one = scores(1);
        double[] two = scores(2);
        double[] preferences = IntStream.range(0, one.length)
                .mapToDouble(i -> 1.5 + Math.signum(two[i] - one[i]) / 2).toArray();
        List<AnswerPair> pairs = JudgeFixtures.coursePairs();
        assertThat(WinRate.of(preferences).percent()).isCloseTo(39.0, within(1e-9));
        assertThat(LengthControlledWinRate.of(preferences,
                pairs.stream().mapToInt(AnswerPair::lengthDifference).toArray()).percent())
                .isCloseTo(39.09875, within(1e-3));
    }

    private static double[] scores(int model) throws IOException {
        return JudgeFixtures.courseScores("gpt4", model).all().stream()
                .mapToDouble(each -> each.getAsInt()).toArray();
    }

    @Test
    @DisplayName("says why there is none")
    void refuses() {
        assertThatIllegalArgumentException().isThrownBy(() -> LengthControlledWinRate.of(
                new double[] {1, 2, 2}, new int[] {4, 4, 4}))
                .withMessage("the lengths of the answers must differ by unequal amounts, got a "
                        + "difference of 4 characters in all 3 pairs");
        assertThatIllegalArgumentException().isThrownBy(() -> LengthControlledWinRate.of(
                new double[] {1, 2, 2}, new int[] {5, -4, -6}))
                .withMessageStartingWith("the likelihood must have a maximum, got targets of 0 and "
                        + "1 that a point on the axis parts");
        assertThatIllegalArgumentException().isThrownBy(() -> LengthControlledWinRate.of(
                new double[] {1, 2}, new int[] {5}))
                .withMessage("preferences and lengthDifferences must be equally many, got 2 and 1");
    }
}
