/// Exercise 8.4: the advantages of a group.
///
/// **Why.** A reward of 1 says little by itself: the prompt may be an easy one. The mean of the
/// group is what the policy gets there on average, so what is above it shall become likelier. The
/// deviation brings easy and hard prompts to one size; Dr. GRPO leaves it out, since it makes much
/// of prompts on which all answers are nearly alike.
///
/// **Complexity.** Three passes over the rewards: O(answers).
///
/// **Common mistakes.** One mean for the whole batch, so that answers to hard prompts are all bad;
/// `n` instead of `n − 1`; a division by a deviation of 0.
public final class Ex84GroupAdvantages {
    private Ex84GroupAdvantages() {}

    public static double[] advantages(double[] rewards, int groupSize, boolean byDeviation) {
        if (groupSize < 1 || rewards.length % groupSize != 0) {
            throw new IllegalArgumentException(("rewards must be whole groups of groupSize=%d, got "
                    + "%d").formatted(groupSize, rewards.length));
        }
        double[] advantages = new double[rewards.length];   // (groups · groupSize)
        for (int from = 0; from < rewards.length; from += groupSize) {
            double mean = 0;
            for (int i = from; i < from + groupSize; i++) {
                mean += rewards[i] / groupSize;
            }
            double squares = 0;
            for (int i = from; i < from + groupSize; i++) {
                squares += (rewards[i] - mean) * (rewards[i] - mean);
            }
            double deviation = Math.sqrt(squares / Math.max(1, groupSize - 1));
            for (int i = from; i < from + groupSize; i++) {
                double above = rewards[i] - mean;
                advantages[i] = byDeviation ? above / (deviation + 1e-4) : above;
            }
        }
        return advantages;
    }
}
