package llm.preference.policy;

/// How much better an answer is than the others to the same prompt: its reward minus the mean of
/// its group. No critic is needed, since the group is the yardstick.
/// Source: Shao et al. (2024), DeepSeekMath, §4.1.
///
/// @param byDeviation whether it is divided by the group's deviation too, so that all groups count
///                    alike, or not, since it makes much of small differences (Liu et al., 2025,
///                    Understanding R1-Zero-Like Training, §3.1)
/// @param epsilon     added to the deviation: 1e-4 in TRL, 1e-6 in Stanford's CS336
public record GroupAdvantages(boolean byDeviation, double epsilon) {
    /// As TRL has it.
    public static final GroupAdvantages USUAL = new GroupAdvantages(true, 1e-4);

    /// Mean and deviation of a group.
    ///
    /// @param deviation of the sample, with `n − 1`; 0 for a group of one
    public record Spread(double mean, double deviation) {

        static Spread of(float[] rewards, int from, int to) {
            double sum = 0;
            for (int i = from; i < to; i++) {
                sum += rewards[i];
            }
            double mean = sum / (to - from);
            double squares = 0;
            for (int i = from; i < to; i++) {
                squares += (rewards[i] - mean) * (rewards[i] - mean);
            }
            return new Spread(mean, Math.sqrt(squares / Math.max(1, to - from - 1)));
        }
    }

    /// Means and deviations of consecutive groups.
    ///
    /// @param rewards `(groups · groupSize)`
    /// @throws IllegalArgumentException if the last group is not whole
    public static Spread[] spreads(float[] rewards, int groupSize) {
        if (groupSize < 1 || rewards.length % groupSize != 0) {
            throw new IllegalArgumentException(("rewards must be whole groups of groupSize=%d, got "
                    + "%d").formatted(groupSize, rewards.length));
        }
        Spread[] spreads = new Spread[rewards.length / groupSize];
        for (int group = 0; group < spreads.length; group++) {
            spreads[group] = Spread.of(rewards, group * groupSize, (group + 1) * groupSize);
        }
        return spreads;
    }

    /// Advantages of answers; 0 in a group whose rewards are all the same, which teaches nothing.
    ///
    /// @param rewards of consecutive groups, `(groups · groupSize)`
    /// @return `(groups · groupSize)`
    public float[] of(float[] rewards, int groupSize) {
        Spread[] spreads = spreads(rewards, groupSize);
        float[] advantages = new float[rewards.length];
        for (int i = 0; i < rewards.length; i++) {
            Spread spread = spreads[i / groupSize];
            double above = spread.deviation == 0 ? 0 : rewards[i] - spread.mean;
            advantages[i] = (float) (byDeviation ? above / (spread.deviation + epsilon) : above);
        }
        return advantages;
    }
}
