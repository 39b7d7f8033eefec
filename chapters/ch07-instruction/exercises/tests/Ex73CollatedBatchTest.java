import static llm.exercise.Expect.expect;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 7.3: rows of different lengths as a batch")
class Ex73CollatedBatchTest {
    private static final int NO = -100;

    @Test
    @DisplayName("two rows give the batch in the text")
    void givesTheWorkedExample() {
        int[][] rows = {{5, 6, 7}, {8}};
        batch("the batch of the example", rows, 0, 10, new int[][][] {
                {{5, 6, 7}, {8, 0, 0}}, {{6, 7, 0}, {0, NO, NO}}});
        batch("the batch of the example in a context of 2", rows, 0, 2, new int[][][] {
                {{5, 6}, {8, 0}}, {{6, 7}, {0, NO}}});
    }

    @Test
    @DisplayName("a row that just fits keeps its end token")
    void keepsTheEndOfARowThatFits() {
        batch("a batch whose longest row fills the context",
                new int[][] {{3, 4}, {5, 6, 7, 8}}, 99, 4, new int[][][] {
                {{3, 4, 99, 99}, {5, 6, 7, 8}}, {{4, 99, NO, NO}, {6, 7, 8, 99}}});
    }

    @Test
    @DisplayName("an end token within a row counts, and is not where the row ends")
    void keepsEndTokensWithinARow() {
        batch("a batch of rows that hold the end token",
                new int[][] {{7, 0, 8, 0, 9}, {4, 0}, {6}}, 0, 9, new int[][][] {
                {{7, 0, 8, 0, 9}, {4, 0, 0, 0, 0}, {6, 0, 0, 0, 0}},
                {{0, 8, 0, 9, 0}, {0, 0, NO, NO, NO}, {0, NO, NO, NO, NO}}});
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("rows of any lengths, in a context that is too short and in one that is not")
    void collatesOthers(RandomGenerator random) {
        int end = random.nextInt(100, 1000);
        int[][] rows = IntStream.range(0, random.nextInt(3, 7)).mapToObj(_ ->
                random.ints(random.nextInt(2, 9), 1, 100).toArray()).toArray(int[][]::new);
        rows[1] = random.ints(12, 1, 100).toArray();
        rows[2][random.nextInt(rows[2].length)] = end;
        batch("a batch of more rows", rows, end, 40, right(rows, end, 40));
        batch("a batch that is cut", rows, end, 6, right(rows, end, 6));
    }

    private static void batch(String what, int[][] rows, int end, int context,
            int[][][] expected) {
        int tokens = expected[0][0].length;
        int[][][] everything = withTargets(expected, rows, row -> padded(row, tokens + 1, end));
        expect(what, Ex73CollatedBatch.collate(rows, end, context))
                .mistake("collate-ignores-every-end", "no end token is a target, but the one that "
                        + "ends a row counts: a model that is never told to stop would not",
                        changed(everything, (id, _) -> id == end ? NO : id))
                .mistake("collate-counts-the-padding", "the padding counts, but behind a row's "
                        + "end there is nothing to learn", everything)
                .mistake("collate-finds-the-end-by-its-id", "the first end token of a row is taken "
                        + "for its end, but a row may hold one: where it ends is known from its "
                        + "length", changed(everything, (id, sooner) ->
                        id == end && sooner > 0 ? NO : id))
                .mistake("collate-cuts-before-the-shift", "rows are cut before inputs and targets "
                        + "are taken, which loses a token: each of the two may fill the context",
                        tokens == context ? cut(expected, tokens - 1) : expected)
                .mistake("collate-ends-what-is-cut", "a row that is cut ends with the end token, "
                        + "but its answer goes on: nobody should learn to stop there",
                        withTargets(expected, rows, row -> row.length > tokens
                                ? padded(Arrays.copyOf(row, tokens), tokens + 1, end) : null))
                .toBe(expected);
    }

    /// What is right, by writing down each row on a longer line.
    private static int[][][] right(int[][] rows, int end, int context) {
        int longest = Arrays.stream(rows).mapToInt(row -> row.length).max().orElseThrow();
        int[][][] batch = new int[2][rows.length][];
        for (int row = 0; row < rows.length; row++) {
            int[] line = padded(rows[row], 2 * longest + 1, end);
            batch[0][row] = Arrays.copyOf(line, longest);
            Arrays.fill(line, rows[row].length + 1, line.length, NO);
            batch[1][row] = Arrays.copyOfRange(line, 1, longest + 1);
        }
        return cut(batch, Math.min(longest, context));
    }

    private static int[] padded(int[] row, int length, int padding) {
        return IntStream.range(0, length).map(t -> t < row.length ? row[t] : padding).toArray();
    }

    /// The same inputs, with targets from other lines; those of a row without one stay.
    private static int[][][] withTargets(int[][][] batch, int[][] rows,
            UnaryOperator<int[]> line) {
        int[][] targets = new int[rows.length][];
        for (int row = 0; row < rows.length; row++) {
            int[] other = line.apply(rows[row]);
            targets[row] = other == null ? batch[1][row]
                    : Arrays.copyOfRange(other, 1, batch[1][row].length + 1);
        }
        return new int[][][] {batch[0], targets};
    }

    /// What becomes of a target, given how many of the targets before it in its row were the same.
    private interface Change {
        int of(int id, int sooner);
    }

    private static int[][][] changed(int[][][] batch, Change change) {
        int[][] targets = Arrays.stream(batch[1]).map(row -> IntStream.range(0, row.length)
                .map(t -> change.of(row[t], (int) Arrays.stream(row, 0, t)
                        .filter(id -> id == row[t]).count())).toArray()).toArray(int[][]::new);
        return new int[][][] {batch[0], targets};
    }

    private static int[][][] cut(int[][][] batch, int tokens) {
        return Arrays.stream(batch).map(part -> Arrays.stream(part)
                .map(row -> Arrays.copyOf(row, tokens)).toArray(int[][]::new))
                .toArray(int[][][]::new);
    }
}
