package llm.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The pause before a retry")
class RetryPolicyTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest(name = "Retry-After \"{0}\", retry {1}: {2} s")
    @CsvSource({"7, 3, 7", "0, 1, 0", "3600, 1, 3600", "'Sun, 01 Mar 2026 12:00:30 GMT', 1, 30",
        "'Sun, 01 Mar 2026 11:00:00 GMT', 1, 0", "'', 1, 1", "'', 2, 2", "'', 5, 16", "'', 20, 120",
        "soon, 2, 2", "-5, 1, 1", "1.5, 1, 1"})
    @DisplayName("is what the server says, else twice the one before")
    void pauses(String retryAfter, int retry, long seconds) {
        assertThat(RetryPolicy.USUAL.pause(retryAfter, retry, NOW))
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({"429, true", "500, true", "503, true", "400, false", "401, false", "404, false",
        "302, false"})
    @DisplayName("comes only where asking again may help")
    void mayPass(int status, boolean again) {
        assertThat(RetryPolicy.mayPass(status)).isEqualTo(again);
    }

    @Test
    @DisplayName("needs a timeout and a number of retries")
    void refuses() {
        Duration second = Duration.ofSeconds(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetryPolicy(Duration.ZERO, 1, second, second))
                .withMessage("timeout must be positive, got PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetryPolicy(second, 21, second, second))
                .withMessage("retries must be from 0 to 20, got 21");
    }
}
