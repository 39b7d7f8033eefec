import java.util.Arrays;

public final class Ex96Elo {
    private Ex96Elo() {}

    public static double expectedScore(double a, double b) {
        return 1 / (1 + Math.pow(10, (b - a) / 400));
    }

    public static double[][] ratings(int models, int[][] battles, double[] scores, double k) {
        double[][] ratings = new double[battles.length + 1][models];    // (battles + 1, models)
        Arrays.fill(ratings[0], 1000);
        for (int i = 0; i < battles.length; i++) {
            int a = battles[i][0];
            int b = battles[i][1];
            double[] next = ratings[i];
            double move = k * (scores[i] - expectedScore(next[a], next[b]));
            next[a] += move;
            next[b] -= move;
            ratings[i + 1] = next;
        }
        return ratings;
    }
}
