import static llm.exercise.Expect.expect;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 9.7: the ratings under which all battles were likeliest")
class Ex97ArenaRatingsTest {
    private static final double TOLERANCE = 0.01;

    @Test
    @DisplayName("three models in a row, of which two have never met")
    void givesTheWorkedExample() {
        ratings("the ratings of the text", new double[][] {{0, 3, 0}, {1, 0, 3}, {0, 1, 0}},
                1190.848502, 1000, 809.151498);
    }

    @Test
    @DisplayName("two models are as far apart as their odds")
    void ratesTwo() {
        ratings("the ratings of two models, 9 wins and a tie of 10", new double[][] {{0, 9.5},
            {0.5, 0}}, 1000 + 200 * Math.log10(19), 1000 - 200 * Math.log10(19));
        ratings("the ratings of two equal models", new double[][] {{0, 7}, {7, 0}}, 1000, 1000);
    }

    @Test
    @DisplayName("battles in a circle make all equal")
    void ratesACircle() {
        ratings("the ratings of a circle", new double[][] {{0, 8, 4}, {4, 0, 8}, {8, 4, 0}},
                1000, 1000, 1000);
    }

    @Test
    @DisplayName("battles that no ratings explain are explained as well as can be")
    void compromises() {
        // The first and the last model are symmetric: 2d apart with 8 = 5 σ(d) + 5 σ(2d).
        double d = root(x -> 5 / (1 + Math.exp(-x)) + 5 / (1 + Math.exp(-2 * x)) - 8);
        double points = d * 400 / Math.log(10);
        ratings("the ratings where each beats the next 4 to 1, and the first the last",
                new double[][] {{0, 4, 4}, {1, 0, 4}, {1, 1, 0}}, 1000 + points, 1000,
                1000 - points);
    }

    @Test
    @DisplayName("who has fought the strong is rated higher than who has fought the weak")
    void knowsTheOpponents() {
        double[] right = {1250, 1050, 950, 750};
        double[][] battles = {{0, 40, 0, 0}, {40, 0, 8, 0}, {0, 8, 0, 60}, {0, 0, 60, 0}};
        ratings("the ratings of four models with neighbours alone", explained(right, battles),
                right);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any arena")
    void anyArena(RandomGenerator random) {
        for (int arena = 0; arena < 3; arena++) {
            int models = random.nextInt(4, 8);
            double[] drawn = random.doubles(models, 700, 1300).toArray();
            double mean = Arrays.stream(drawn).average().orElseThrow();
            double[] right = Arrays.stream(drawn).map(each -> each - mean + 1000).toArray();
            double[][] battles = new double[models][models];
            for (int i = 0; i < models; i++) {
                for (int j = 0; j < i; j++) {
                    boolean met = j == i - 1 || random.nextInt(3) > 0;
                    battles[i][j] = met ? random.nextInt(4, 30) : 0;
                    battles[j][i] = battles[i][j];
                }
            }
            ratings("the ratings of another arena", explained(right, battles), right);
        }
    }

    /// Wins of which each model has just as many as its rating lets expect: then the slope of the
    /// likelihood is 0 at these ratings.
    private static double[][] explained(double[] ratings, double[][] battles) {
        double[][] wins = new double[ratings.length][ratings.length];
        for (int i = 0; i < ratings.length; i++) {
            for (int j = 0; j < ratings.length; j++) {
                double odds = Math.pow(10, (ratings[i] - ratings[j]) / 400);
                wins[i][j] = battles[i][j] * odds / (1 + odds);
            }
        }
        return wins;
    }

    /// Of a function that rises, between 0 and 10.
    private static double root(DoubleUnaryOperator function) {
        double low = 0;
        double high = 10;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (function.applyAsDouble(middle) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static void ratings(String what, double[][] wins, double... right) {
        double mean = Arrays.stream(right).map(each -> Math.pow(10, each / 400)).average()
                .orElseThrow();
        Expect expect = expect(what, Ex97ArenaRatings.ratings(Stream.of(wins).map(double[]::clone)
                .toArray(double[][]::new)));
        ofShares(expect, wins)
                .mistake("ratings-turned", "the better a model, the lower its rating: a row of the "
                        + "matrix is the winner, a column the loser", each(right, r -> 2000 - r))
                .mistake("ratings-in-nats-times-400", "the strengths are multiplied by 400 alone: "
                        + "400 points are odds of 10, so it is 400 / ln 10 points for a nat",
                        each(right, r -> 1000 + (r - 1000) * Math.log(10)))
                .mistake("ratings-first-at-1000", "the first model has 1000: all of them together "
                        + "are to have a mean of 1000", each(right, r -> r - right[0] + 1000))
                .mistake("ratings-mean-of-odds", "the strengths have a mean of 1, and so the "
                        + "ratings, which are logarithms, have none of 1000: subtract their own "
                        + "mean", each(right, r -> r + 1000 - 400 * Math.log10(mean)))
                .mistake("ratings-around-zero", "the mean is 0: it is to be 1000",
                        each(right, r -> r - 1000))
                .toBe(right, TOLERANCE);
    }

    private static Expect ofShares(Expect expect, double[][] wins) {
        double[] shares = IntStream.range(0, wins.length).mapToDouble(i -> {
            double won = Arrays.stream(wins[i]).sum();
            double lost = Stream.of(wins).mapToDouble(row -> row[i]).sum();
            return 1000 + 400 * Math.log10(won / lost);
        }).toArray();
        double mean = Arrays.stream(shares).average().orElseThrow();
        String words = "these are the odds of each model's wins in all: they do not know how "
                + "strong its opponents were";
        return expect.mistake("ratings-of-win-shares", words, shares)
                .mistake("ratings-of-win-shares", words, each(shares, r -> r - mean + 1000));
    }

    private static double[] each(double[] ratings, DoubleUnaryOperator change) {
        return Arrays.stream(ratings).map(change).toArray();
    }
}
