package llm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import llm.train.LearningRateSchedule.Decay;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The learning rate")
class LearningRateScheduleTest {

    @Test
    @DisplayName("climbs in a straight line, then falls along half a cosine")
    void byHand() {
        LearningRateSchedule schedule = new LearningRateSchedule(1, 0.2, 4, 12);
        assertThat(schedule.rate(0)).isCloseTo(0.25, within(1e-12));
        assertThat(schedule.rate(3)).isCloseTo(1, within(1e-12));
        assertThat(schedule.rate(4)).isCloseTo(1, within(1e-12));
        assertThat(schedule.rate(8)).isCloseTo(0.6, within(1e-12));      // half-way: the mean
        assertThat(schedule.rate(12)).isCloseTo(0.2, within(1e-12));
        assertThat(schedule.rate(100)).isCloseTo(0.2, within(1e-12));
    }

    @Test
    @DisplayName("stays at the largest for a while, then falls in a straight line to 0")
    void warmupStableDecay() {
        LearningRateSchedule schedule = LearningRateSchedule.warmupStableDecay(1, 4, 20, 0.4);
        assertThat(schedule.rate(1)).isCloseTo(0.5, within(1e-12));
        assertThat(schedule.rate(4)).isEqualTo(1);
        assertThat(schedule.rate(12)).isEqualTo(1);
        assertThat(schedule.rate(14)).isCloseTo(0.75, within(1e-12));
        assertThat(schedule.rate(20)).isZero();
        assertThat(schedule.rate(100)).isZero();
        assertThat(LearningRateSchedule.warmupStableDecay(1, 4, 5, 1).stableSteps()).isZero();
    }

    @Test
    @DisplayName("ends at a tenth of the largest; a tenth of the steps, at most 100, warm up")
    void defaults() {
        assertThat(LearningRateSchedule.of(1e-2, 4, 40))
                .isEqualTo(new LearningRateSchedule(1e-2, 1e-3, 4, 40));
        assertThat(LearningRateSchedule.defaultWarmup(40)).isEqualTo(4);
        assertThat(LearningRateSchedule.defaultWarmup(5_000)).isEqualTo(100);
    }

    @Test
    @DisplayName("refuses settings that contradict each other")
    void errors() {
        assertThatThrownBy(() -> new LearningRateSchedule(0.1, 0.2, 0, 10)).hasMessage(
                "learning rates must satisfy 0 ≤ minRate ≤ maxRate and maxRate > 0, got "
                        + "minRate=0.2, maxRate=0.1");
        assertThatThrownBy(() -> new LearningRateSchedule(1, 0, 11, 10))
                .hasMessage("warmupSteps must be in [0, steps=10], got 11");
        assertThatThrownBy(() -> new LearningRateSchedule(1, 0, 4, 7, 10, Decay.LINEAR))
                .hasMessage("stableSteps must be in [0, steps − warmupSteps=6], got 7");
        assertThatThrownBy(() -> LearningRateSchedule.warmupStableDecay(1, 4, 10, 2))
                .hasMessage("decayShare must be in [0, 1], got 2.0");
    }
}
