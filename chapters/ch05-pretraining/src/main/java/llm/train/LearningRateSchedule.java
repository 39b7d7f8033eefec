package llm.train;

/// Warm-up in a straight line, a while at the largest rate, then down to the smallest.
///
/// @param maxRate     rate at the end of the warm-up
/// @param minRate     rate that the decay ends at
/// @param warmupSteps steps of the warm-up; 0 for none
/// @param stableSteps steps at the largest rate; 0 for none
/// @param steps       steps in all
/// @param decay       way down
public record LearningRateSchedule(double maxRate, double minRate, int warmupSteps,
                                   int stableSteps, int steps, Decay decay) {
    /// Steps of the longest warm-up that [#defaultWarmup] proposes.
    public static final int LONGEST_WARMUP = 100;

    /// Ways from the largest rate down to the smallest.
    public enum Decay {
        /// Half a cosine. Source: Loshchilov and Hutter (2017), §3, without restarts.
        COSINE,
        /// A straight line.
        LINEAR;

        /// Of 1 at the beginning, what is left at the end: 0.
        ///
        /// @param progress in `[0, 1]`
        double left(double progress) {
            return switch (this) {
                case COSINE -> 0.5 * (1 + Math.cos(Math.PI * progress));
                case LINEAR -> 1 - progress;
            };
        }
    }

    public LearningRateSchedule {
        if (!(maxRate > 0 && minRate >= 0 && minRate <= maxRate)) {
            throw new IllegalArgumentException("learning rates must satisfy 0 ≤ minRate ≤ maxRate "
                    + "and maxRate > 0, got minRate=" + minRate + ", maxRate=" + maxRate);
        }
        if (warmupSteps < 0 || warmupSteps > steps) {
            throw new IllegalArgumentException("warmupSteps must be in [0, steps=%d], got %d"
                    .formatted(steps, warmupSteps));
        }
        if (stableSteps < 0 || warmupSteps + stableSteps > steps) {
            throw new IllegalArgumentException(("stableSteps must be in [0, steps − warmupSteps=%d], "
                    + "got %d").formatted(steps - warmupSteps, stableSteps));
        }
    }

    /// Warm-up, then half a cosine.
    public LearningRateSchedule(double maxRate, double minRate, int warmupSteps, int steps) {
        this(maxRate, minRate, warmupSteps, 0, steps, Decay.COSINE);
    }

    /// Warm-up, then half a cosine from `maxRate` down to a tenth of it.
    public static LearningRateSchedule of(double maxRate, int warmupSteps, int steps) {
        return new LearningRateSchedule(maxRate, maxRate / 10, warmupSteps, steps);
    }

    /// Warm-up, the largest rate until a share of all steps remains, then a straight line to 0: most
    /// of the training does not depend on how long it will be.
    /// Source: Hu et al. (2024), "MiniCPM", §4.2.
    ///
    /// @param decayShare share of all steps that the decay takes, in `[0, 1]`
    public static LearningRateSchedule warmupStableDecay(double maxRate, int warmupSteps, int steps,
                                                         double decayShare) {
        if (!(decayShare >= 0 && decayShare <= 1)) {
            throw new IllegalArgumentException(
                    "decayShare must be in [0, 1], got " + decayShare);
        }
        int stable = (int) Math.round((1 - decayShare) * steps) - warmupSteps;
        return new LearningRateSchedule(maxRate, 0, warmupSteps, Math.max(0, stable), steps,
                Decay.LINEAR);
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
        int decaying = warmupSteps + stableSteps;
        double progress = (double) (step - decaying) / Math.max(1, steps - decaying);
        double left = decay.left(Math.clamp(progress, 0, 1));
        return minRate + (maxRate - minRate) * left;
    }
}
