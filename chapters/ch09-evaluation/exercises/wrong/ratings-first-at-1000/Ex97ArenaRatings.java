import java.util.Arrays;

public final class Ex97ArenaRatings {
    private Ex97ArenaRatings() {}

    private static final int MOST_ROUNDS = 100_000;
    private static final double CLOSE = 1e-10;

    public static double[] ratings(double[][] wins) {
        double[] strengths = new double[wins.length];       // (models)
        Arrays.fill(strengths, 1);
        double change = 1;
        for (int round = 0; round < MOST_ROUNDS && change > CLOSE; round++) {
            change = 0;
            for (int i = 0; i < strengths.length; i++) {
                double next = strength(i, wins, strengths);
                change = Math.max(change, Math.abs(Math.log(next / strengths[i])));
                strengths[i] = next;
            }
        }
        double[] points = Arrays.stream(strengths).map(s -> 400 * Math.log10(s)).toArray();
        double first = points[0];
        return Arrays.stream(points).map(each -> each - first + 1000).toArray();
    }

    private static double strength(int i, double[][] wins, double[] strengths) {
        double won = 0;
        double sum = 0;
        for (int j = 0; j < strengths.length; j++) {
            won += wins[i][j];
            sum += (wins[i][j] + wins[j][i]) / (strengths[i] + strengths[j]);
        }
        return won / sum;
    }
}
