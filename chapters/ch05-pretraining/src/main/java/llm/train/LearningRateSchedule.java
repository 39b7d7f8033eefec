package llm.train;

/// Warm-up in a straight line, then half a cosine down to the smallest rate.
/// Source: Loshchilov and Hutter (2017), §3, without restarts.
///
/// @param maxRate     rate at the end of the warm-up
/// @param minRate     rate that the cosine ends at
/// @param warmupSteps steps of the warm-up; 0 for none
/// @param steps       steps in all
public record LearningRateSchedule(double maxRate, double minRate, int warmupSteps, int steps) {
    /// Steps of the longest warm-up that [#defaultWarmup] proposes.
    public static final int LONGEST_WARMUP = 100;

    public LearningRateSchedule {
        if (!(maxRate > 0 && minRate >= 0 && minRate <= maxRate)) {
            throw new IllegalArgumentException("learning rates must satisfy 0 ≤ minRate ≤ maxRate "
                    + "and maxRate > 0, got minRate=" + minRate + ", maxRate=" + maxRate);
        }
        if (warmupSteps < 0 || warmupSteps > steps) {
            throw new IllegalArgumentException("warmupSteps must be in [0, steps=%d], got %d"
                    .formatted(steps, warmupSteps));
        }
    }

    /// From `maxRate` down to a tenth of it.
    public static LearningRateSchedule of(double maxRate, int warmupSteps, int steps) {
        return new LearningRateSchedule(maxRate, maxRate / 10, warmupSteps, steps);
    }

    /// A warm-up that suits a training: a tenth of the steps, at most [#LONGEST_WARMUP].
    public static int defaultWarmup(int steps) {
        return Math.min(LONGEST_WARMUP, steps / 10);
    }

    /// The rate of a step, counted from 0.
    public double rate(int step) {
        if (step < warmupSteps) {
            return maxRate * (step + 1) / warmupSteps;
        }
        double progress = (double) (step - warmupSteps) / Math.max(1, steps - warmupSteps);
        double cosine = Math.cos(Math.PI * Math.min(1, progress));
        return minRate + 0.5 * (maxRate - minRate) * (1 + cosine);
    }
}
