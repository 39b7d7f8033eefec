package llm.instructions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("An accuracy")
class AccuracyTest {

    @ParameterizedTest(name = "{0} of {1}: {2} to {3}")
    @CsvSource({"81, 263, 0.2553, 0.3662", "15, 148, 0.0624, 0.1605", "0, 20, 0, 0.1611",
            "1, 29, 0.0061, 0.1718"})
    @DisplayName("has the interval of Newcombe (1998), table I, method 3")
    void published(int correct, int count, double low, double high) {
        var accuracy = new Accuracy(correct, count);
        assertThat(accuracy.low()).isCloseTo(low, within(0.00005));
        assertThat(accuracy.high()).isCloseTo(high, within(0.00005));
    }

    @Test
    @DisplayName("adds up, stays within 0 and 1, and refuses more right answers than answers")
    void edges() {
        assertThat(new Accuracy(1, 4).plus(new Accuracy(2, 2))).isEqualTo(new Accuracy(3, 6));
        assertThat(new Accuracy(1, 4).share()).isEqualTo(0.25);
        assertThat(new Accuracy(20, 20).high()).isEqualTo(1);
        assertThat(new Accuracy(20, 20).low()).isCloseTo(1 - 0.1611, within(0.00005));
        var none = new Accuracy(0, 0);
        assertThat(none.share()).isZero();
        assertThat(none.low()).isZero();
        assertThat(none.high()).isEqualTo(1);
        assertThat(new Accuracy(0, 20)).hasToString("0 of 20, 0.0 % (0.0 to 16.1)");
        assertThatThrownBy(() -> new Accuracy(3, 2))
                .hasMessage("correct must be from 0 to count, got correct=3, count=2");
    }
}
