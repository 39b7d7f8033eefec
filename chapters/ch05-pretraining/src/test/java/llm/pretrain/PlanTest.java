package llm.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import llm.model.GptConfig;
import llm.model.ModernConfig;
import llm.tensor.backend.DType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A plan")
class PlanTest {
    /// 20 for tokens, 8 for positions, 12 for three norms, 24 for attention, 42 for feed-forward.
    private static final GptConfig TINY = GptConfig.of(10, 4, 2, 1, 1);

    @Test
    @DisplayName("counts as one does by hand")
    void byHand() {
        // A step reads 8 tokens. Products: 2 · 8 · (16 + 32 + 20) operations; attention: 2 · 8 · 4
        // · 2; backward twice as many again: 3 · (1,088 + 128) = 3,648.
        Plan plan = Plan.of(step(2, 4), 17, 3_648 / 60.0);
        assertThat(plan.parameters()).isEqualTo(106);
        assertThat(plan.weightBytes()).isEqualTo(424);
        assertThat(plan.gradientBytes()).isEqualTo(424);
        assertThat(plan.optimizerBytes()).isEqualTo(848);
        assertThat(plan.flopsPerStep()).isEqualTo(3_648);
        assertThat(plan.steps()).isEqualTo(3);               // the last one is not full
        assertThat(plan.minutes()).isCloseTo(3, within(1e-9));
    }

    @Test
    @DisplayName("counts what saving memory saves and costs")
    void saving() {
        // Moments: 2 · 2 · 106. Activations: 8 tokens of 6 values outside the block, its input of 2
        // and its inside of 37. The block once more: 2 · 8 · (16 + 32) + 128 operations.
        Plan plan = Plan.of(new Plan.Step(TINY, Recipe.GPT, 2, 4,
                new MemorySaving(true, DType.BF16)), 17, 1);
        assertThat(plan.optimizerBytes()).isEqualTo(424);
        assertThat(plan.activationBytes()).isEqualTo(4 * 8 * (6 + 2 + 37));
        assertThat(plan.flopsPerStep()).isEqualTo(3_648 + 896);
        assertThat(plan.gradientBytes()).isEqualTo(424);
    }

    @Test
    @DisplayName("counts one moment of what Muon moves, and two of the rest")
    void muon() {
        ModernConfig config = ModernConfig.of(5, 4, 6, 1, 1);
        // Of 5 · 6 values in each of table and head two moments, of all the others one.
        Plan plan = Plan.of(Plan.Step.of(config, Recipe.MODERN, 2, 4), 17, 1);
        assertThat(plan.optimizerBytes()).isEqualTo(4 * (2 * 60 + (plan.parameters() - 60)));
    }

    @Test
    @DisplayName("refuses what does not fit into memory, and advises")
    void fits() {
        Plan plan = Plan.of(Plan.Step.of(GptConfig.gpt2Xl(), Recipe.GPT, 4, 1_024), 1_000_000, 1e12);
        assertThat(plan.totalBytes()).isGreaterThan(16 * 1_557_611_200L);
        assertThatNoException().isThrownBy(() -> plan.requireFits(plan.totalBytes()));
        assertThatThrownBy(() -> plan.requireFits(1L << 30))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("this training must have [0-9,]+ MiB of memory, got 1,024 MiB;"
                        + " a smaller batch, context or model needs less, and so do recomputed"
                        + " activations and moments in BF16");
    }

    @Test
    @DisplayName("refuses a batch or context that there cannot be")
    void errors() {
        assertThatThrownBy(() -> step(0, 5)).hasMessage(
                "batch must be 1 or more and context in [1, 4], got batch=0, context=5");
        assertThatThrownBy(() -> Plan.of(step(1, 1), -1, 1))
                .hasMessage("tokens must be 0 or more, got -1");
    }

    @Test
    @DisplayName("finds a speed for a model far too large to try")
    void calibrates() {
        GptConfig large = GptConfig.of(100_000, 16, 64, 2, 500);
        assertThat(Plan.calibrate(Plan.Step.of(large, Recipe.GPT, 2, 16), 0.1)).isBetween(1e6, 1e14);
    }

    @Test
    @DisplayName("finds a speed for a batch far too large to try")
    void calibratesBatch() {
        GptConfig small = GptConfig.of(1_000, 64, 32, 2, 2);
        assertThat(Plan.calibrate(Plan.Step.of(small, Recipe.GPT, 65_536, 64), 0.1))
                .isBetween(1e6, 1e14);
    }

    private static Plan.Step step(int batch, int context) {
        return Plan.Step.of(TINY, Recipe.GPT, batch, context);
    }
}
