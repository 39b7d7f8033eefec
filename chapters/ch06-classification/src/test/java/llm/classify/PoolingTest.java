package llm.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import llm.tensor.Backends;
import llm.tensor.IntTensor;
import llm.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Pooling")
class PoolingTest {
    private static final int PAD = 9;
    /// One full row, one with a pad inside and two behind, one of pads alone.
    private static final IntTensor IDS = IntTensor.of(
            new int[] {1, 2, 3, 4, 5, 9, 9, 9, 9, 9, 9, 9}, 3, 4);

    private static float[] weights(Pooling pooling) {
        return weights(pooling, OptionalInt.of(PAD));
    }

    private static float[] weights(Pooling pooling, OptionalInt pad) {
        Tensor weights = pooling.weights(IDS, pad, Backends.current());
        assertThat(weights.shape().toArray()).containsExactly(3, 1, 4);
        return weights.toArray();
    }

    @Test
    @DisplayName("reads the last token that is no pad, the first, the last place, or the mean")
    void weights() {
        assertThat(weights(Pooling.LAST)).containsExactly(0, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0);
        assertThat(weights(Pooling.FIRST)).containsExactly(1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0);
        assertThat(weights(Pooling.LAST_PLACE)).containsExactly(0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1);
        assertThat(weights(Pooling.MEAN)).containsExactly(
                0.25f, 0.25f, 0.25f, 0.25f, 1, 0, 0, 0, 1, 0, 0, 0);
        assertThat(weights(Pooling.LAST, OptionalInt.empty()))
                .containsExactly(weights(Pooling.LAST_PLACE));
    }

    @Test
    @DisplayName("is named as in commands")
    void names() {
        assertThat(Pooling.of("last-place")).isEqualTo(Pooling.LAST_PLACE);
        assertThatThrownBy(() -> Pooling.of("cls")).hasMessage(
                "the pooling must be one of last, first, last-place, mean, got cls");
    }
}
