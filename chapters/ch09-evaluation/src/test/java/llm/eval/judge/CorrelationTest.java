package llm.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The agreement of two judges")
class CorrelationTest {
    private static final Offset<Double> CLOSE = within(1e-12);

    private static void assertCorrelation(double[] x, double[] y, double pearson, double spearman,
                                          double kendall) {
        Correlation correlation = Correlation.of(x, y);
        assertThat(correlation.pearson()).as("Pearson").isCloseTo(pearson, CLOSE);
        assertThat(correlation.spearman()).as("Spearman").isCloseTo(spearman, CLOSE);
        assertThat(correlation.kendall()).as("Kendall").isCloseTo(kendall, CLOSE);
    }

    /// Σxy = 40/8, Σxx = 5, Σyy = 5 with deviations; five pairs in order, one not.
    @Test
    @DisplayName("without ties, by hand")
    void byHand() {
        assertCorrelation(new double[] {1, 2, 3, 4}, new double[] {1, 3, 2, 4},
                4 / 5.0, 4 / 5.0, 4 / 6.0);
    }

    /// Values: Σxy = 2, Σxx = 2, Σyy = 2.75. Ranks 1, 2.5, 2.5, 4 and 1, 2, 3.5, 3.5: Σxy = 3.75,
    /// Σxx = Σyy = 4.5. Of six pairs four agree, one is tied in x and one in y.
    @Test
    @DisplayName("with ties, by hand")
    void ties() {
        assertCorrelation(new double[] {1, 2, 2, 3}, new double[] {1, 2, 3, 3},
                2 / Math.sqrt(5.5), 3.75 / 4.5, 4 / 5.0);
    }

    /// x = 1 … 4, y = x³: Σxy = 104, Σxx = 5, Σyy = 2390.
    @Test
    @DisplayName("is full for ranks where one judge stretches the scale")
    void monotone() {
        assertCorrelation(new double[] {1, 2, 3, 4}, new double[] {1, 8, 27, 64},
                104 / Math.sqrt(5 * 2390.0), 1, 1);
        assertCorrelation(new double[] {1, 2, 3}, new double[] {6, 4, 2}, -1, -1, -1);
    }

    /// By SciPy: pearsonr, spearmanr, kendalltau.
    @Test
    @DisplayName("of the course's two judges is SciPy's, with many ties")
    void course() throws IOException {
        Scores gpt4 = JudgeFixtures.courseScores("gpt4", 1);
        Scores llama3 = JudgeFixtures.courseScores("llama3-8b", 1);
        assertThat(gpt4.mean()).isCloseTo(74.09, within(1e-9));
        assertThat(llama3.mean()).isCloseTo(77.05, within(1e-9));
        Correlation agreement = gpt4.with(llama3);
        assertThat(agreement.pearson()).isCloseTo(0.8048901206421853, CLOSE);
        assertThat(agreement.spearman()).isCloseTo(0.6984056005946799, CLOSE);
        assertThat(agreement.kendall()).isCloseTo(0.5729204292295474, CLOSE);
        assertThat(agreement)
                .hasToString("Pearson 0.805, Spearman 0.698, Kendall 0.573 (100 answers)");
    }

    @Test
    @DisplayName("needs values that differ")
    void refuses() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Correlation.of(new double[] {1, 2}, new double[] {5, 5}))
                .withMessage("y must not be the same everywhere, got 5.0 2 times");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Correlation.of(new double[] {1}, new double[] {5}))
                .withMessage("x and y must be equally many, two or more, got 1 and 1");
        assertThatIllegalArgumentException().isThrownBy(
                () -> Correlation.of(new double[] {1, Double.NaN}, new double[] {5, 6}))
                .withMessage("x must be finite numbers, got [1.0, NaN]");
    }
}
