public final class Ex84GroupAdvantages {
    private Ex84GroupAdvantages() {}

    public static double[] advantages(double[] rewards, int groupSize, boolean byDeviation) {
        if (groupSize < 1 || rewards.length % groupSize != 0) {
            throw new IllegalArgumentException(("rewards must be whole groups of groupSize=%d, got "
                    + "%d").formatted(groupSize, rewards.length));
        }
        int answers = rewards.length;
        double[] advantages = new double[rewards.length];
        for (int from = 0; from < rewards.length; from += answers) {
            double mean = 0;
            for (int i = from; i < from + answers; i++) {
                mean += rewards[i] / answers;
            }
            double squares = 0;
            for (int i = from; i < from + answers; i++) {
                squares += (rewards[i] - mean) * (rewards[i] - mean);
            }
            double deviation = Math.sqrt(squares / Math.max(1, answers - 1));
            for (int i = from; i < from + answers; i++) {
                double above = rewards[i] - mean;
                advantages[i] = byDeviation ? above / (deviation + 1e-4) : above;
            }
        }
        return advantages;
    }
}
