import static llm.exercise.Expect.expect;
import static llm.exercise.Expect.expectRefusal;

import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 5.5: warm-up, half a cosine, and a floor")
class Ex55CosineScheduleTest {
    private static final double TOLERANCE = 1e-6;

    /// @param max    rate at the end of the warm-up
    /// @param min    rate at the end
    /// @param warmup steps
    /// @param last   step at which the cosine ends
    private record Schedule(double max, double min, int warmup, int last) {
        /// Half a cosine above 0: `½ (1 + cos 2x) = cos² x`.
        private static double cosine(double progress) {
            return Math.pow(Math.cos(Math.PI / 2 * progress), 2);
        }

        private double progress(int step) {
            return (double) (step - warmup) / (last - warmup);
        }

        double right(int step) {
            return step < warmup ? up(step) : decay(Math.min(progress(step), 1));
        }

        private double up(int step) {
            return max * step / warmup;
        }

        private double decay(double progress) {
            return min + (max - min) * cosine(progress);
        }

        double ahead(int step) {
            return step < warmup ? up(step + 1) : right(step);
        }

        double integers(int step) {
            return step < warmup ? 0 : step < last ? max : min;
        }

        double integerProgress(int step) {
            return step < warmup ? up(step) : integers(step);
        }

        double fromZero(int step) {
            return step < warmup ? up(step) : decay(Math.min((double) step / last, 1));
        }

        double endless(int step) {
            return step < warmup ? up(step) : decay(progress(step));
        }

        double floorAdded(int step) {
            return step < warmup || step > last ? right(step) : min + max * cosine(progress(step));
        }

        double floorForgotten(int step) {
            return step < warmup || step > last ? right(step) : max * cosine(progress(step));
        }
    }

    @Test
    @DisplayName("steps 0, 2, 4, 6, 8, 12 and 20 have the rates in the text")
    void givesTheWorkedExample() {
        rates("the rates of the example", new Schedule(1, 0.2, 4, 12), 0, 2, 4, 6, 8, 12, 20)
                .toBe(new double[] {0, 0.5, 1, 0.2 + 0.4 * (1 + Math.sqrt(0.5)), 0.6, 0.2, 0.2},
                        TOLERANCE);
    }

    @Test
    @DisplayName("without a warm-up, step 0 has the largest rate")
    void needsNoWarmup() {
        rates("the rates without a warm-up", new Schedule(0.8, 0, 0, 4), 0, 1, 2, 3, 4, 7)
                .toBe(new double[] {0.8, 0.4 * (1 + Math.sqrt(0.5)), 0.4,
                    0.4 * (1 - Math.sqrt(0.5)), 0, 0}, TOLERANCE);
    }

    @Test
    @DisplayName("refuses a cosine without a step")
    void refusesNoCosine() {
        expectRefusal("a lastStep that is the end of the warm-up",
                () -> new Ex55CosineSchedule(1, 0, 5, 5));
        expectRefusal("a lastStep within the warm-up", () -> new Ex55CosineSchedule(1, 0, 5, 4));
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any schedule has its rate at every step, and the floor ever after")
    void hasEveryRate(RandomGenerator random) {
        double max = random.nextDouble(0.5, 1);
        int warmup = random.nextInt(3, 9);
        var schedule = new Schedule(max, max * random.nextDouble(0.1, 0.5), warmup,
                warmup + random.nextInt(5, 20));
        int[] steps = IntStream.range(0, 2 * schedule.last).toArray();
        rates("the rates of all steps", schedule, steps)
                .toBe(rates(steps, schedule::right), TOLERANCE);
    }

    private static Expect rates(String what, Schedule s, int... steps) {
        var answer = new Ex55CosineSchedule(s.max, s.min, s.warmup, s.last);
        return expect(what, rates(steps, answer::rate))
                .mistake("schedule-one-step-ahead", "the warm-up is one step ahead: step 0 has a "
                        + "rate of 0, and the end of the warm-up the largest",
                        rates(steps, s::ahead))
                .mistake("schedule-divides-integers", "an int divided by an int is an int, so the "
                        + "rate only knows beginning and end: divide doubles",
                        rates(steps, s::integers))
                .mistake("schedule-divides-integers", "the progress is an int divided by an int, "
                        + "which is 0 up to the last step: divide doubles",
                        rates(steps, s::integerProgress))
                .mistake("schedule-progress-from-zero", "the progress of the cosine is counted "
                        + "from step 0, but it begins at the end of the warm-up",
                        rates(steps, s::fromZero))
                .mistake("schedule-rises-again", "behind the last step the cosine goes on and "
                        + "rises again: it ends at the smallest rate", rates(steps, s::endless))
                .mistake("schedule-adds-the-floor", "the smallest rate is added to a cosine of "
                        + "full height: it spans only the difference of the two rates",
                        rates(steps, s::floorAdded))
                .mistake("schedule-cosine-to-zero", "the cosine ends at 0, but it must end at the "
                        + "smallest rate", rates(steps, s::floorForgotten));
    }

    private static double[] rates(int[] steps, IntToDoubleFunction rate) {
        return IntStream.of(steps).mapToDouble(rate).toArray();
    }
}
