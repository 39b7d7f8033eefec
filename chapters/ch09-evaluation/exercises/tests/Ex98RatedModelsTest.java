import static llm.exercise.Expect.expect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;
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
@DisplayName("Exercise 9.8: which models can be rated")
class Ex98RatedModelsTest {
    @Test
    @DisplayName("the five models of the text")
    void givesTheWorkedExample() {
        requireRight("of the five models of the text",
                new Arena(5).won(0, 1).won(1, 2).won(2, 1).won(2, 3).won(4, 3));
    }

    @Test
    @DisplayName("a circle of wins is one group, and so is a circle of circles")
    void findsCircles() {
        requireRight("of a circle of four", new Arena(4).circle(0, 2, 1, 3));
        requireRight("of two circles that touch, and one that has beaten a model of them",
                new Arena(7).circle(3, 5, 1).circle(1, 6, 4).circle(0, 2).won(2, 5));
    }

    @Test
    @DisplayName("a group that never lost to the others is above, though each of it has lost")
    void seesUndefeatedGroups() {
        requireRight("of two that beat each other and a circle of three",
                new Arena(5).circle(0, 1).circle(2, 3, 4).won(0, 2).won(1, 3));
    }

    @Test
    @DisplayName("models may stand apart by chains of several battles, or not at all")
    void followsChains() {
        requireRight("of a group in the middle of a row",
                new Arena(6).won(5, 0).won(0, 2).circle(2, 4).won(4, 1).won(1, 3));
        requireRight("of two pairs that have never met", new Arena(4).circle(1, 3).circle(0, 2));
        // 4 has lost to one that the group has beaten, 5 to one that has beaten the group.
        requireRight("of models that have met the group's opponents alone",
                new Arena(6).circle(0, 1).won(1, 2).won(2, 4).won(3, 0).won(3, 5));
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any arena")
    void anyArena(RandomGenerator random) {
        for (int i = 0; i < 8; i++) {
            List<Integer> models = new ArrayList<>(IntStream.range(0, 9).boxed().toList());
            Collections.shuffle(models, new Random(random.nextLong()));
            Arena arena = new Arena(9);
            for (int[] circle : List.of(new int[] {0, 1, 2}, new int[] {3, 4, 5, 6})) {
                arena.circle(IntStream.of(circle).map(models::get).toArray());
            }
            for (int battle = 0; battle < 4; battle++) {        // the winner is before the loser
                int winner = random.nextInt(8);
                arena.won(models.get(winner), models.get(random.nextInt(winner + 1, 9)));
            }
            requireRight("of another arena", arena);
        }
    }

    /// Who has beaten whom, and all that follows from it by Warshall's algorithm.
    private record Arena(boolean[][] beaten) {
        Arena(int models) {
            this(new boolean[models][models]);
        }

        Arena won(int winner, int loser) {
            beaten[winner][loser] = true;
            return this;
        }

        Arena circle(int... models) {
            for (int i = 0; i < models.length; i++) {
                won(models[i], models[(i + 1) % models.length]);
            }
            return this;
        }

        Arena chains() {
            boolean[][] leads = copy();
            for (int middle = 0; middle < leads.length; middle++) {
                for (boolean[] row : leads) {
                    for (int j = 0; row[middle] && j < leads.length; j++) {
                        row[j] |= leads[middle][j];
                    }
                }
            }
            return new Arena(leads);
        }

        /// With each battle won by both.
        Arena met() {
            boolean[][] met = copy();
            each(i -> each(j -> met[i][j] |= beaten[j][i]));
            return new Arena(met);
        }

        boolean[][] copy() {
            return Stream.of(beaten).map(boolean[]::clone).toArray(boolean[][]::new);
        }

        private void each(IntConsumer model) {
            IntStream.range(0, beaten.length).forEach(model);
        }

        /// The first that has beaten a model and was beaten by it, or the model.
        int[] groups() {
            return IntStream.range(0, beaten.length).map(i -> IntStream.range(0, beaten.length)
                    .filter(j -> i == j || beaten[i][j] && beaten[j][i]).findFirst().orElseThrow())
                    .toArray();
        }

        /// For a group that is named by its smallest number.
        String[] standings(int rated, int... groups) {
            return IntStream.range(0, beaten.length).mapToObj(i -> groups[i] == rated ? "rated"
                    : leads(i, rated, groups) ? "above" : leads(rated, i, groups) ? "below"
                    : "open").toArray(String[]::new);
        }

        private boolean leads(int from, int to, int... groups) {
            return IntStream.range(0, beaten.length).filter(i -> i == from || groups[i] == from)
                    .anyMatch(i -> IntStream.range(0, beaten.length)
                            .anyMatch(j -> (j == to || groups[j] == to) && beaten[i][j]));
        }
    }

    private static long size(int group, int... groups) {
        return IntStream.of(groups).filter(each -> each == group).count();
    }

    private static int largest(int... groups) {
        return IntStream.of(groups).reduce(0, (best, each) -> size(each, groups)
                > size(best, groups) ? each : best);
    }

    /// On these, no two mistakes give the same groups, or the same standings.
    private static final Arena GROUPS = new Arena(7).circle(0, 1).circle(2, 3, 4).won(0, 2)
            .won(5, 0);
    private static final Arena STANDINGS = new Arena(8).circle(1, 2).circle(3, 4).won(0, 1)
            .won(2, 5).won(6, 0).won(7, 5);

    private static void requireRight(String which, Arena arena) {
        Arena chains = arena.chains();
        int[] groups = chains.groups();
        ofGroups(expect("the groups " + which, Ex98RatedModels.groups(arena.copy())))
                .toBe(groups);
        ofStandings(ofGroups(expect("the standings " + which,
                Ex98RatedModels.standings(arena.copy()))))
                .toBe(chains.standings(largest(groups), groups));
    }

    private static Expect ofGroups(Expect expect) {
        int[] probed = Ex98RatedModels.groups(GROUPS.copy());
        return expect
                .mistakeIf(Arrays.equals(probed, GROUPS.met().chains().groups()),
                        "component-of-all-that-met", "models are in a group as soon as they have "
                        + "met: each must have beaten the other one, directly or by a chain")
                .mistakeIf(Arrays.equals(probed, GROUPS.groups()), "component-of-direct-wins",
                        "only wins over each other count: a chain of wins leads as well")
                .mistakeIf(Arrays.equals(probed, new int[] {0, 0, 0, 0, 0, 5, 6}),
                        "component-without-undefeated", "only models that have lost nothing or won "
                        + "nothing are taken out: a group, too, may never have lost to the others");
    }

    private static Expect ofStandings(Expect expect) {
        Arena chains = STANDINGS.chains();
        int[] groups = chains.groups();
        String[] right = chains.standings(1, groups);
        String[] probed = Ex98RatedModels.standings(STANDINGS.copy());
        return expect
                .mistakeIf(Arrays.equals(probed, Stream.of(right).map(each ->
                        each.equals("above") ? "below" : each.equals("below") ? "above" : each)
                        .toArray()), "component-turned", "above and below are swapped: who leads "
                        + "to the rated ones is above them")
                .mistakeIf(Arrays.equals(probed, STANDINGS.standings(1, groups)),
                        "component-above-by-direct-wins", "only battles with the rated ones "
                        + "themselves tell where a model stands: a chain tells it as well")
                .mistakeIf(Arrays.equals(probed, chains.standings(3, groups)),
                        "component-last-of-equals", "of equally large groups the last is rated: "
                        + "it is to be that with the smallest number")
                .mistakeIf(Arrays.equals(probed, chains.standings(0, groups)),
                        "component-first-is-rated", "the group of model 0 is rated: it is to be "
                        + "the largest one")
                .mistakeIf(Arrays.equals(probed, Stream.of(right).map(each ->
                        each.equals("open") ? "below" : each).toArray()),
                        "component-below-by-default", "who does not lead to the rated ones is "
                        + "below them: if they do not lead to it either, it is open");
    }
}
