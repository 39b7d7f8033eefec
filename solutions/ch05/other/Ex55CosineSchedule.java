import java.util.function.IntToDoubleFunction;
import llm.train.LearningRateSchedule;

/// With the library's schedule: its cosine is the same, and its warm-up is one step ahead.
public final class Ex55CosineSchedule {
    private final IntToDoubleFunction rate;

    public Ex55CosineSchedule(double maxRate, double minRate, int warmupSteps, int lastStep) {
        if (warmupSteps >= lastStep) {
            throw new IllegalArgumentException("warmupSteps must be below lastStep, got "
                    + warmupSteps + " and " + lastStep);
        }
        var library = new LearningRateSchedule(maxRate, minRate, warmupSteps, lastStep);
        rate = step -> step >= warmupSteps ? library.rate(step)
                : step == 0 ? 0 : library.rate(step - 1);
    }

    public double rate(int step) {
        return rate.applyAsDouble(step);
    }
}
