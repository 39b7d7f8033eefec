package llm.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import llm.model.GptConfig;
import llm.tensor.backend.DType;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// By hand for GPT-2 of one layer, width 8, vocabulary 10: its matrices are 8·24 + 8·8 + 2·8·32 in
/// the block and 10·8 in the head, 848 numbers in all.
@DisplayName("The work of a model")
class WorkTest {
    private static final GptConfig MODEL = GptConfig.of(10, 6, 8, 2, 1);
    private static final int BLOCK = 768;
    private static final int HEAD = 80;
    private static final Offset<Double> EXACT = within(1e-9);

    @Test
    @DisplayName("a token takes two operations for each number of a matrix, and reads it once")
    void token() {
        Work work = Work.token(MODEL, DType.F32);
        assertThat(work.flops()).isEqualTo(2.0 * (BLOCK + HEAD), EXACT);
        assertThat(work.bytes()).isEqualTo(4.0 * (BLOCK + HEAD), EXACT);
        assertThat(Work.token(MODEL, DType.BF16).bytes())
                .isEqualTo(2.0 * (BLOCK + HEAD), EXACT);
    }

    @Test
    @DisplayName("a prompt meets the blocks with every token and the head with its last")
    void prefill() {
        Work work = Work.prefill(MODEL, DType.F32, 6);
        double attention = 2 * 6 * 6 * 8;                    // scores and sums of the visible half
        assertThat(work.flops()).isEqualTo(6 * 2 * BLOCK + attention + 2 * HEAD, EXACT);
        assertThat(work.bytes()).isEqualTo(4.0 * (BLOCK + HEAD), EXACT);
    }

    @Test
    @DisplayName("a training step meets every matrix with every token, three times")
    void training() {
        Work work = Work.training(MODEL, 2, 6);
        double attention = 2 * 2 * 6 * 6 * 8;
        assertThat(work.flops()).isEqualTo(3 * (2 * 6 * 2 * (BLOCK + HEAD) + attention), EXACT);
    }
}
