package llm.model;

import static org.assertj.core.api.Assertions.assertThat;

import llm.model.MixtureOfExperts.TopKRouting;
import llm.tensor.Backends;
import llm.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Three tokens, four experts, two for each token.
@DisplayName("Top-k routing")
class TopKRoutingTest {
    private final Tensor probabilities = Tensor.of(new float[][] {
        {0.1f, 0.5f, 0.3f, 0.1f}, {0.25f, 0.25f, 0.25f, 0.25f}, {0.6f, 0, 0.1f, 0.3f}});
    private final TopKRouting routing = TopKRouting.mostLikely(probabilities, 2);

    @Test
    @DisplayName("chooses the likeliest experts, of equal ones the first")
    void chooses() {
        assertThat(routing.chosen().shape().toArray()).containsExactly(3, 2);
        assertThat(routing.chosen().values()).containsExactly(1, 2, 0, 1, 0, 3);
    }

    @Test
    @DisplayName("weighs them so that those of a token sum to 1")
    void weighs() {
        Tensor weights = routing.weights(probabilities);
        assertThat(weights.shape().toArray()).containsExactly(3, 2, 1);
        assertThat(weights.toArray()).usingComparatorWithPrecision(1e-6f)
                .containsExactly(0.625f, 0.375f, 0.5f, 0.5f, 2 / 3f, 1 / 3f);
    }

    @Test
    @DisplayName("knows the tokens of an expert, and where its answers stand among all")
    void groups() {
        assertThat(routing.tokensOf(0).values()).containsExactly(1, 2);
        assertThat(routing.tokensOf(1).values()).containsExactly(0, 1);
        assertThat(routing.tokensOf(2).values()).containsExactly(0);
        assertThat(routing.tokensOf(3).values()).containsExactly(2);
        // answers in the order 0:(1, 2), 1:(0, 1), 2:(0), 3:(2)
        assertThat(routing.places().values()).containsExactly(2, 4, 0, 3, 1, 5);
        assertThat(routing.shares(Backends.current()).toArray())
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly(2 / 3f, 2 / 3f, 1 / 3f, 1 / 3f);
    }
}
