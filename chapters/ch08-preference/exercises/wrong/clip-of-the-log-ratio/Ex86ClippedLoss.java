public final class Ex86ClippedLoss {
    private final double low;
    private final double high;

    public Ex86ClippedLoss(double low, double high) {
        this.low = low;
        this.high = high;
    }

    public double[][] tokens(double[][] policy, double[][] old, double[] advantages) {
        double[][] losses = new double[policy.length][policy[0].length];
        for (int row = 0; row < losses.length; row++) {
            double advantage = advantages[row];
            for (int t = 0; t < losses[row].length; t++) {
                double ratio = policy[row][t] - old[row][t];
                double clipped = Math.clamp(ratio, 1 - low, 1 + high);
                losses[row][t] = -Math.min(ratio * advantage, clipped * advantage);
            }
        }
        return losses;
    }

    public double overAnswers(double[][] losses, boolean[][] mask) {
        double sum = 0;
        for (int row = 0; row < losses.length; row++) {
            sum += sum(losses[row], mask[row]) / count(mask[row]);
        }
        return sum / losses.length;
    }

    public double overTokens(double[][] losses, boolean[][] mask) {
        double sum = 0;
        int count = 0;
        for (int row = 0; row < losses.length; row++) {
            sum += sum(losses[row], mask[row]);
            count += count(mask[row]);
        }
        return sum / count;
    }

    private static double sum(double[] losses, boolean[] mask) {
        double sum = 0;
        for (int t = 0; t < losses.length; t++) {
            sum += mask[t] ? losses[t] : 0;
        }
        return sum;
    }

    private static int count(boolean[] mask) {
        int count = 0;
        for (boolean counts : mask) {
            count += counts ? 1 : 0;
        }
        return count;
    }
}
