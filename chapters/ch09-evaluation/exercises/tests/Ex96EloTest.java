import static llm.exercise.Expect.expect;

import java.util.Arrays;
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
@DisplayName("Exercise 9.6: Elo, battle by battle")
class Ex96EloTest {
    private static final double TOLERANCE = 1e-4;

    @Test
    @DisplayName("a win and a tie, as in the text")
    void givesTheWorkedExample() {
        expected("the expected score of 1016 against 984", 1016, 984).toBe(0.5459220, 1e-6);
        ratings("the ratings of the text", new Arena(3, new int[][] {{0, 1}, {0, 1}},
                new double[] {1, 0.5}, 32)).toBe(new double[][] {{1000, 1000, 1000},
                    {1016, 984, 1000}, {1014.530494, 985.469506, 1000}}, TOLERANCE);
    }

    @Test
    @DisplayName("400 points ahead are odds of 10 to 1")
    void knowsTheOdds() {
        expected("the expected score of equals", 1200, 1200).toBe(0.5, 1e-6);
        expected("the expected score of 400 points more", 1400, 1000).toBe(10 / 11.0, 1e-6);
        expected("the expected score of 800 points less", 700, 1500).toBe(1 / 101.0, 1e-6);
    }

    @Test
    @DisplayName("a battle may name the better model second")
    void playsEitherWay() {
        ratings("the ratings after defeats of the one named first", new Arena(2,
                new int[][] {{0, 1}, {1, 0}}, new double[] {0, 0}, 40)).toBe(new double[][] {
                    {1000, 1000}, {980, 1020}, {1002.292466, 997.707534}}, TOLERANCE);
    }

    @Test
    @DisplayName("no battle, no move")
    void playsNothing() {
        ratings("the ratings without a battle", new Arena(2, new int[0][], new double[0], 4))
                .toBe(new double[][] {{1000, 1000}}, TOLERANCE);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any battles, any K")
    void anyBattles(RandomGenerator random) {
        int models = random.nextInt(3, 6);
        int[][] battles = Stream.generate(() -> {
            int first = random.nextInt(models);
            return new int[] {first, (first + random.nextInt(1, models)) % models};
        }).limit(30).toArray(int[][]::new);
        double[] scores = random.ints(30, 0, 3).mapToDouble(drawn -> drawn / 2.0).toArray();
        Arena arena = new Arena(models, battles, scores, random.nextDouble(8, 60));
        ratings("the ratings after more battles", arena).toBe(arena.played(RIGHT), TOLERANCE);
    }

    /// Points that the first and the second of a battle move, of ratings `a` and `b`.
    private interface Moves {
        double[] of(double a, double b, double score, double k);
    }

    /// With the odds `10^(a/400) : 10^(b/400)`.
    private static double share(double a, double b, double base) {
        double one = Math.pow(base, a / 400);
        return one / (one + Math.pow(base, b / 400));
    }

    private static final Moves RIGHT = with(10);

    private static Moves with(double base) {
        return (a, b, score, k) -> {
            double move = k * (score - share(a, b, base));
            return new double[] {move, -move};
        };
    }

    private record Arena(int models, int[][] battles, double[] scores, double k) {

        double[][] answered() {
            return Ex96Elo.ratings(models, Stream.of(battles).map(int[]::clone)
                    .toArray(int[][]::new), scores.clone(), k);
        }

        double[][] played(Moves moves) {
            double[][] history = new double[battles.length + 1][models];
            Arrays.fill(history[0], 1000);
            for (int i = 0; i < battles.length; i++) {
                int[] two = battles[i];
                double[] before = history[i];
                double[] moved = moves.of(before[two[0]], before[two[1]], scores[i], k);
                Arrays.setAll(history[i + 1], m -> before[m]
                        + (m == two[0] ? moved[0] : m == two[1] ? moved[1] : 0));
            }
            return history;
        }
    }

    private static Expect expected(String what, double a, double b) {
        return expect(what, Ex96Elo.expectedScore(a, b))
                .mistake("elo-expects-the-other", TURNED, share(b, a, 10))
                .mistake("elo-base-e", BASE_E, share(a, b, Math.E));
    }

    private static Expect ratings(String what, Arena arena) {
        double[][] actual = arena.answered();
        double[][] right = arena.played(RIGHT);
        double[][] lastRows = IntStream.range(0, right.length)
                .mapToObj(i -> right[right.length - 1]).toArray(double[][]::new);
        return expect(what, actual)
                .mistake("elo-second-after-first", "the second model's expectation is computed "
                        + "when the first one has moved: both are from before the battle",
                        arena.played((a, b, score, k) -> {
                            double move = k * (score - share(a, b, 10));
                            return new double[] {move,
                                k * (1 - score - share(b, a + move, 10))};
                        }))
                .mistake("elo-expects-the-other", TURNED, arena.played((a, b, score, k) -> {
                    double move = k * (score - share(b, a, 10));
                    return new double[] {move, -move};
                }))
                .mistake("elo-base-e", BASE_E, arena.played(with(Math.E)))
                .mistake("elo-without-ties", "a tie moves nothing: it is half a win, less "
                        + "than is expected of the better one and more than of the other",
                        arena.played((a, b, score, k) ->
                                score == 0.5 ? new double[2] : RIGHT.of(a, b, score, k)))
                .mistake("elo-tie-as-defeat", "a tie is a defeat of the model named first: it is "
                        + "half a win for each", arena.played((a, b, score, k) ->
                        RIGHT.of(a, b, score == 1 ? 1 : 0, k)))
                .mistake("elo-one-moves", "only the first model moves: what it wins the other one "
                        + "loses", arena.played((a, b, score, k) ->
                        new double[] {RIGHT.of(a, b, score, k)[0], 0}))
                .mistake("elo-one-row", "all rows are the same array, so they all show the end: "
                        + "keep a copy after each battle", lastRows);
    }

    private static final String TURNED = "this is what the other model should get: who has the "
            + "higher rating must be expected to win more";
    private static final String BASE_E = "the odds are powers of e: 400 points are odds of 10 to "
            + "1, so the base is 10";
}
