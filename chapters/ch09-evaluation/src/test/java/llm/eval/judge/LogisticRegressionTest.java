package llm.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Logistic regression")
class LogisticRegressionTest {

    /// With two places, the curve goes through the means: 1/4 at 0, 3/4 at 1.
    @Test
    @DisplayName("goes through the mean targets of two places")
    void byHand() {
        LogisticRegression curve = LogisticRegression.fit(
                new double[] {0, 0, 1, 1, 1, 1}, new double[] {0.5, 0, 1, 1, 0, 1});
        assertThat(curve.constant()).isCloseTo(-Math.log(3), within(1e-12));
        assertThat(curve.slope()).isCloseTo(2 * Math.log(3), within(1e-12));
        assertThat(curve.at(0.5)).isCloseTo(0.5, within(1e-12));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(doubles = {1e-3, 1e-6, 1e-9, 1e-12})
    @DisplayName("finds a maximum that is far away")
    void steep(double rare) {
        LogisticRegression curve = LogisticRegression.fit(
                new double[] {-1, 1, 1}, new double[] {rare, 1 - rare, 1 - rare});
        assertThat(curve.slope()).isCloseTo(Math.log((1 - rare) / rare), within(1e-3));
    }

    @Test
    @DisplayName("says where the likelihood has no maximum")
    void separated() {
        double[] x = {-1, 0, 0, 2};
        double[][] parted = {
            {0, 0, 1, 1}, {1, 0, 1, 0}, {1, 1, 1, 1}, {0, 0, 0, 0}, {0, 0.5, 0.3, 1}, {0, 0, 0, 1}};
        for (double[] y : parted) {
            assertThatIllegalArgumentException().isThrownBy(() -> LogisticRegression.fit(x, y))
                    .withMessage("the likelihood must have a maximum, got targets of 0 and 1 that "
                            + "a point on the axis parts");
        }
        double[][] mixed = {{0, 0, 1, 0}, {0.1, 0, 1, 1}, {1, 0, 0, 1}, {0.5, 0.5, 0.5, 0.5}};
        for (double[] y : mixed) {
            assertThat(LogisticRegression.fit(x, y).slope()).isFinite();
        }
    }

    @Test
    @DisplayName("needs two places or more")
    void refuses() {
        assertThatIllegalArgumentException().isThrownBy(() -> LogisticRegression.fit(
                new double[] {3, 3}, new double[] {0, 1}))
                .withMessage("x must not all be the same, got 3.0");
        assertThatIllegalArgumentException().isThrownBy(() -> LogisticRegression.fit(
                new double[] {3, 3}, new double[] {0}))
                .withMessage("x and y must be equally many, one or more, got 2 and 1");
    }
}
