package llm.instruct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import llm.tensor.Shape;
import llm.text.dataset.Batch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A padded batch")
class PaddedBatchTest {
    private static final int END = 9;
    private static final TrainingRow LONG = new TrainingRow(1, new int[] {1, 2, 3, 4, END}, 0);

    private static TrainingRow brief(int masked) {
        return new TrainingRow(2, new int[] {5, 6, END}, masked);
    }

    @Test
    @DisplayName("is as long as its longest row; the end token is trained, what is behind is not")
    void padding() {
        Batch batch = PaddedBatch.of(List.of(LONG, brief(0)), END);
        assertThat(batch.inputs().shape()).isEqualTo(Shape.of(2, 4));
        assertThat(batch.inputs().values()).containsExactly(1, 2, 3, 4, 5, 6, END, END);
        assertThat(batch.targets().values()).containsExactly(2, 3, 4, END, 6, END, -100, -100);
    }

    @Test
    @DisplayName("hides targets that are among the masked first ids")
    void masking() {
        assertThat(PaddedBatch.of(List.of(brief(1)), 0).targets().values()).containsExactly(6, END);
        assertThat(PaddedBatch.of(List.of(brief(2)), 0).targets().values())
                .containsExactly(-100, END);
        assertThat(PaddedBatch.of(List.of(LONG, brief(7)), 0).targets().values())
                .containsExactly(2, 3, 4, END, -100, -100, -100, -100);
    }

    @Test
    @DisplayName("trains an end token within a question, and all behind it")
    void endWithin() {
        TrainingRow chat = new TrainingRow(1, new int[] {1, END, 2, END}, 0);
        assertThat(PaddedBatch.of(List.of(chat), END).targets().values())
                .containsExactly(END, 2, END);
    }

    @Test
    @DisplayName("names its rows if no target of them counts")
    void nothingCounts() {
        assertThatIllegalArgumentException().isThrownBy(() -> PaddedBatch.of(List.of(brief(3),
                new TrainingRow(17, new int[] {1, END}, 2)), END)).withMessage(
                "a batch must have a target that counts, got none in example 2, 17");
        assertThatIllegalArgumentException().isThrownBy(() -> PaddedBatch.of(List.of(), END))
                .withMessage("a batch must have a target that counts, got no rows");
    }

    @Test
    @DisplayName("has rows of two ids or more")
    void shortRow() {
        assertThatIllegalArgumentException().isThrownBy(() ->
                new TrainingRow(1, new int[] {END}, 0)).withMessage("a row must have 2 ids or "
                + "more, and masked must be 0 or more, got 1 ids, masked=0");
    }
}
