package llm.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import llm.classify.LabeledSplit.Shares;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The shares of a split")
class LabeledSplitTest {

    @ParameterizedTest(name = "{0} texts: {1} and {2}")
    @CsvSource({"1494, 1045, 149", "10, 7, 1", "9, 6, 0"})
    @DisplayName("are rounded down, what is left is for the test:")
    void counts(int texts, int train, int validation) {
        assertThat(Shares.DEFAULT.trainCount(texts)).isEqualTo(train);
        assertThat(Shares.DEFAULT.validationCount(texts)).isEqualTo(validation);
    }

    @Test
    @DisplayName("are whole where they should be, whatever the last bit says")
    void rounding() {
        assertThat((int) (0.29 * 100)).isEqualTo(28);
        assertThat(new Shares(0.29, 0.29, 0.42).trainCount(100)).isEqualTo(29);
    }

    @ParameterizedTest
    @CsvSource({"0.7, 0.2, 0.2", "1, 0, 0", "0.9, 0.2, -0.1", "NaN, 0.5, 0.5"})
    @DisplayName("are above 0 and their sum is 1, not")
    void errors(double train, double validation, double test) {
        assertThatThrownBy(() -> new Shares(train, validation, test))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shares must be above 0 and their sum 1, got train=%s, validation=%s, "
                        + "test=%s", train, validation, test);
    }
}
