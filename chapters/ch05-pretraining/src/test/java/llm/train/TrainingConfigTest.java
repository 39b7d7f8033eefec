package llm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Settings of a training")
class TrainingConfigTest {
    private static final LearningRateSchedule SCHEDULE = new LearningRateSchedule(1, 0, 0, 40);

    private static TrainingConfig with(double gradientClip, int accumulate, int evalEvery) {
        return new TrainingConfig(SCHEDULE, gradientClip, accumulate, evalEvery, 0, 0);
    }

    @Test
    @DisplayName("evaluate ten times unless told otherwise")
    void defaults() {
        assertThat(TrainingConfig.of(SCHEDULE).evalEvery()).isEqualTo(4);
        assertThat(TrainingConfig.of(new LearningRateSchedule(1, 0, 0, 3)).evalEvery())
                .isEqualTo(1);
        TrainingConfig changed = TrainingConfig.of(SCHEDULE).withAccumulate(3)
                .withEvalEvery(7).withSaveEvery(9).withPatience(2).withGradientClip(5);
        assertThat(changed).isEqualTo(new TrainingConfig(SCHEDULE, 5, 3, 7, 9, 2));
    }

    @Test
    @DisplayName("are refused out of range, by name")
    void errors() {
        assertThatThrownBy(() -> with(1, 0, 0)).hasMessage("accumulate must be 1 or more, "
                + "evalEvery, saveEvery and patience 0 or more, got 0, 0, 0 and 0");
        assertThatThrownBy(() -> with(1, 1, -1)).hasMessageEndingWith("got 1, -1, 0 and 0");
        assertThatThrownBy(() -> with(0, 1, 0)).hasMessage(
                "gradientClip must be above 0, got 0.0");
        assertThatThrownBy(() -> with(Double.NaN, 1, 0)).hasMessageEndingWith("got NaN");
        assertThat(with(Double.POSITIVE_INFINITY, 1, 0).gradientClip()).isInfinite();
    }
}
