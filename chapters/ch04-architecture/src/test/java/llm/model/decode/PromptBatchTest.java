package llm.model.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A prompt of three tokens and one of one, three new tokens for each; 9 stops.
@DisplayName("A batch of prompts")
class PromptBatchTest {
    private static final Set<Integer> STOP = Set.of(9);

    private final PromptBatch batch = new PromptBatch(List.of(new int[] {1, 2, 3}, new int[] {4}),
            3);

    @Test
    @DisplayName("is padded on the left, so that all texts end together")
    void padded() {
        assertThat(batch.end()).isEqualTo(6);
        assertThat(batch.padding()).containsExactly(0, 2);
        assertThat(batch.tokensFrom(0).shape().toArray()).containsExactly(2, 3);
        assertThat(batch.tokensFrom(0).values()).containsExactly(1, 2, 3, 0, 0, 4);
        assertThat(batch.history(1)).containsExactly(4);
    }

    @Test
    @DisplayName("shows what is new, and each text's history without its padding")
    void grows() {
        batch.append(new int[] {5, 6}, STOP);
        assertThat(batch.tokensFrom(3).values()).containsExactly(5, 6);
        assertThat(batch.history(0)).containsExactly(1, 2, 3, 5);
        assertThat(batch.history(1)).containsExactly(4, 6);
        assertThat(batch.isOpen()).isTrue();
    }

    @Test
    @DisplayName("is open until every text has ended, and keeps what came before its stop token")
    void ends() {
        batch.append(new int[] {9, 6}, STOP);
        batch.append(new int[] {7, 9}, STOP);
        assertThat(batch.isOpen()).isFalse();
        assertThat(batch.written()).containsExactly(new int[] {}, new int[] {6});
    }

    @Test
    @DisplayName("closes when the room is used up")
    void full() {
        for (int i = 0; i < 3; i++) {
            assertThat(batch.isOpen()).isTrue();
            batch.append(new int[] {5, 6}, STOP);
        }
        assertThat(batch.isOpen()).isFalse();
        assertThat(batch.written()).containsExactly(new int[] {5, 5, 5}, new int[] {6, 6, 6});
    }

    @Test
    @DisplayName("cannot be made of nothing")
    void refusals() {
        assertThatThrownBy(() -> new PromptBatch(List.of(), 1)).hasMessage("a batch must have "
                + "prompts of at least one token, got lengths []");
        assertThatThrownBy(() -> new PromptBatch(List.of(new int[] {1}, new int[] {}), 1))
                .hasMessageEndingWith("got lengths [1, 0]");
    }
}
