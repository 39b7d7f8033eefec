package llm.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import llm.tensor.IntTensor;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Token and position embedding")
class TokenAndPositionEmbeddingTest {

    private final TokenAndPositionEmbedding embedding =
            new TokenAndPositionEmbedding(5, 4, 3, new RandomState(123));
    private final IntTensor ids = IntTensor.of(new int[][] {{2, 2, 0}, {4, 2, 1}});

    @Test
    @DisplayName("adds the row of the token and the row of its place")
    void addsRows() {
        float[] tokens = embedding.namedParameters().get("token.weight").toArray();
        float[] places = embedding.namedParameters().get("position.weight").toArray();
        Tensor result = embedding.forward(ids);
        assertThat(result.shape().toArray()).containsExactly(2, 3, 3);
        for (int i = 0; i < 18; i++) {
            int token = ids.values()[i / 3];
            int place = i / 3 % 3;
            float expected = tokens[3 * token + i % 3] + places[3 * place + i % 3];
            assertThat(result.toArray()[i]).isEqualTo(expected, within(1e-6f));
        }
        assertThat(embedding.parameterCount()).isEqualTo(5 * 3 + 4 * 3);
    }

    @Test
    @DisplayName("gives each row a gradient of one for each time it was used")
    void sumsGradients() {
        embedding.forward(ids).sum().backward();
        assertThat(embedding.namedParameters().get("token.weight").grad().toArray())
                .containsExactly(1, 1, 1, 1, 1, 1, 3, 3, 3, 0, 0, 0, 1, 1, 1);
        assertThat(embedding.namedParameters().get("position.weight").grad().toArray())
                .containsExactly(2, 2, 2, 2, 2, 2, 2, 2, 2, 0, 0, 0);
    }

    @Test
    @DisplayName("refuses a sequence longer than the context")
    void refusesLongSequence() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> embedding.forward(IntTensor.of(new int[][] {{1, 1, 1, 1, 1}})))
                .withMessage("ids must be (batch, tokens ≤ 4), got [1, 5]");
    }
}
