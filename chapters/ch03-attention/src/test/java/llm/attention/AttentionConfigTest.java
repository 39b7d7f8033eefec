package llm.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import llm.tensor.RandomState;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An attention configuration")
class AttentionConfigTest {

    @Test
    @DisplayName("of GPT-2 small has heads 64 wide")
    void multiHead() {
        assertThat(AttentionConfig.multiHead(768, 12, 0, true))
                .isEqualTo(AttentionConfig.builder(768, 12).qkvBias(true).outBias(true).build());
    }

    @Test
    @DisplayName("refuses sizes that do not fit, and says why")
    void sizes() {
        assertThatThrownBy(() -> AttentionConfig.multiHead(10, 4, 0, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("embDim must be a multiple of heads, got embDim=10, heads=4");
        assertThatThrownBy(() -> AttentionConfig.builder(8, 4).kvHeads(3)
                .qkvBias(true).outBias(true).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("heads must be a multiple of kvHeads, got heads=4, kvHeads=3");
        assertThatThrownBy(() -> AttentionConfig.builder(8, 0).kvHeads(1).headDim(2)
                .qkvBias(true).outBias(true).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("embDim, heads and headDim must be 1 or more, got embDim=8, heads=0, "
                        + "headDim=2");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, Double.NaN})
    @DisplayName("refuses a dropout that is no share below 1")
    void dropout(double dropout) {
        assertThatThrownBy(() -> AttentionConfig.multiHead(8, 2, dropout, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("dropout must be in [0, 1), got " + dropout);
    }

    @Test
    @DisplayName("with shared keys is refused by the steps before grouped-query attention")
    void sharedKeys() {
        AttentionConfig shared = AttentionConfig.builder(8, 4).kvHeads(2)
                .qkvBias(true).outBias(true).build();
        RandomState random = new RandomState(1);
        String message = "kvHeads must equal heads, got heads=4, kvHeads=2";
        assertThatThrownBy(() -> new StackedMultiHeadAttention(shared, random))
                .isInstanceOf(IllegalArgumentException.class).hasMessage(message);
        assertThatThrownBy(() -> new SplitMultiHeadAttention(shared, random))
                .isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
