public final class Ex88GeneralizedAdvantage {
    private final double gamma;
    private final double lambda;

    public Ex88GeneralizedAdvantage(double gamma, double lambda) {
        this.gamma = gamma;
        this.lambda = lambda;
    }

    public double[][] rewards(double[] scores, double[][] kl, double price, boolean[][] mask) {
        double[][] rewards = new double[mask.length][mask[0].length];
        for (int row = 0; row < mask.length; row++) {
            int last = 0;
            for (int t = 0; t < mask[row].length; t++) {
                if (mask[row][t]) {
                    rewards[row][t] = -price * kl[row][t];
                    last = t;
                }
            }
            rewards[row][last] += scores[row];
        }
        return rewards;
    }

    public double[][] advantages(double[][] rewards, double[][] values, boolean[][] mask) {
        double[][] advantages = new double[mask.length][mask[0].length];
        for (int row = 0; row < mask.length; row++) {
            double nextValue = 0;
            double next = 0;
            for (int t = mask[row].length - 1; t >= 0; t--) {
                if (mask[row][t]) {
                    double delta = rewards[row][t] + gamma * nextValue - values[row][t];
                    next = delta + gamma * lambda * next;
                    nextValue = values[row][t];
                    advantages[row][t] = next;
                }
            }
        }
        return advantages;
    }

    public double[][] returns(double[][] advantages, double[][] values, boolean[][] mask) {
        double[][] returns = new double[mask.length][mask[0].length];
        for (int row = 0; row < mask.length; row++) {
            for (int t = 0; t < mask[row].length; t++) {
                returns[row][t] = advantages[row][t] + values[row][t];
            }
        }
        return returns;
    }

    public double[][] whitened(double[][] advantages, boolean[][] mask) {
        double sum = 0;
        int count = 0;
        for (int row = 0; row < mask.length; row++) {
            for (int t = 0; t < mask[row].length; t++) {
                sum += mask[row][t] ? advantages[row][t] : 0;
                count += mask[row][t] ? 1 : 0;
            }
        }
        double mean = sum / count;
        double[][] white = new double[mask.length][mask[0].length];
        double squares = 0;
        for (int row = 0; row < mask.length; row++) {
            for (int t = 0; t < mask[row].length; t++) {
                white[row][t] = mask[row][t] ? advantages[row][t] - mean : 0;
                squares += white[row][t] * white[row][t];
            }
        }
        double deviation = Math.sqrt(squares / Math.max(1, count - 1) + 1e-8);
        for (double[] row : white) {
            for (int t = 0; t < row.length; t++) {
                row[t] /= deviation;
            }
        }
        return white;
    }
}
