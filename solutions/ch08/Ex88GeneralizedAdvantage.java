/// Exercise 8.8: generalized advantage estimation.
///
/// **Why.** A score of a whole answer says little about its tokens; the critic's changes of mind
/// say when it became good. The surprise `δ` of one step has little noise and the critic's errors,
/// the sum of all that follow has no errors and much noise; λ is the mixture. Returns are what the
/// critic is to learn: what it said, corrected by what happened. White advantages let one learning
/// rate do for rewards of any size.
///
/// **Complexity.** Each step looks at each place once or twice: O(answers · tokens).
///
/// **Common mistakes.** The score in the last place of the row, which is padding; the critic's
/// value of padding behind the last token; γ or λ left out on the way back; mean and variance over
/// padding; returns of advantages that are white already.
public final class Ex88GeneralizedAdvantage {
    private final double gamma;
    private final double lambda;

    public Ex88GeneralizedAdvantage(double gamma, double lambda) {
        this.gamma = gamma;
        this.lambda = lambda;
    }

    public double[][] rewards(double[] scores, double[][] kl, double price, boolean[][] mask) {
        double[][] rewards = new double[mask.length][mask[0].length];       // (answers, tokens)
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
        double[][] advantages = new double[mask.length][mask[0].length];    // (answers, tokens)
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
        double[][] returns = new double[mask.length][mask[0].length];       // (answers, tokens)
        for (int row = 0; row < mask.length; row++) {
            for (int t = 0; t < mask[row].length; t++) {
                returns[row][t] = mask[row][t] ? advantages[row][t] + values[row][t] : 0;
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
        double[][] white = new double[mask.length][mask[0].length];         // (answers, tokens)
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
