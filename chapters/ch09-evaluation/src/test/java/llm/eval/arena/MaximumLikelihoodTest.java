package llm.eval.arena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Likeliest strengths")
class MaximumLikelihoodTest {

    private static BattleCounts duel(int won, int lost) {
        BattleCounts counts = new BattleCounts(List.of("a", "b"));
        counts.addWins(0, 1, won);
        counts.addWins(1, 0, lost);
        return counts;
    }

    @ParameterizedTest
    @CsvSource({"3, 1", "1, 1", "1, 1000000", "999, 1000"})
    @DisplayName("of two models are half the logarithm of the odds apart from zero")
    void duels(int won, int lost) {
        double[] theta = new MaximumLikelihood(duel(won, lost), 0).strengths();
        double half = Math.log((double) won / lost) / 2;
        assertThat(theta).containsExactly(new double[] {half, -half}, within(1e-12));
    }

    /// With 3 wins and 1 defeat, `p = 3/4`: `H = G = 3/4 · e eᵀ`, so that the difference of both
    /// has the variance 4/3, and each strength a quarter of it.
    @Test
    @DisplayName("have an error that can be worked out by hand")
    void error() {
        MaximumLikelihood likelihood = new MaximumLikelihood(duel(3, 1), 0);
        double[] theta = likelihood.strengths();
        double[][] covariance = likelihood.covariance(theta);
        assertThat(covariance[0]).containsExactly(new double[] {1 / 3.0, -1 / 3.0}, within(1e-12));
        assertThat(covariance[1]).containsExactly(new double[] {-1 / 3.0, 1 / 3.0}, within(1e-12));
        assertThat(likelihood.logLikelihood(theta))
                .isCloseTo(3 * Math.log(0.75) + Math.log(0.25), within(1e-12));
    }

    @Test
    @DisplayName("make the battles of the fixtures as likely as they can be")
    void likelihood() {
        var metrics = ArenaFixtures.metrics();
        assertThat(best(BattleCounts.of(ArenaFixtures.battles(metrics.get("battles")))))
                .isCloseTo(metrics.at("/bradley_terry/negative_log_likelihood").asDouble(),
                        within(1e-9));
        assertThat(best(BattleCounts.of(ArenaFixtures.battles("battles")))).isCloseTo(
                ArenaFixtures.arena().at("/bradley_terry/negative_log_likelihood").asDouble(),
                within(1e-9));
    }

    private static double best(BattleCounts counts) {
        MaximumLikelihood likelihood = new MaximumLikelihood(counts, 0);
        return -likelihood.logLikelihood(likelihood.strengths());
    }

    @Test
    @DisplayName("do not exist for a model that has won every battle")
    void none() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new MaximumLikelihood(duel(3, 0), 0).strengths())
                .withMessage("the likelihood must have a maximum, got none in 200 steps over "
                        + "[a, b]");
    }

    /// `[[4, 2], [2, 2]]` has the inverse `[[1/2, −1/2], [−1/2, 1]]`.
    @Test
    @DisplayName("come from equations that a Cholesky factor solves")
    void cholesky() {
        Cholesky factor = new Cholesky(new double[][] {{4, 2}, {2, 2}});
        assertThat(factor.solve(new double[] {8, 6})).containsExactly(new double[] {1, 2},
                within(1e-15));
        double[][] inner = factor.sandwich(new double[][] {{1, 0}, {0, 3}});
        assertThat(inner[0]).containsExactly(new double[] {1, -1.75}, within(1e-15));
        assertThat(inner[1]).containsExactly(new double[] {-1.75, 3.25}, within(1e-15));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Cholesky(new double[][] {{1, 2}, {2, 1}}))
                .withMessage("the matrix must be positive definite, got a pivot of -3.0");
    }
}
