import static llm.exercise.Expect.expect;
import static llm.exercise.Expect.expectRefusal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntBinaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 7.4: packing")
class Ex74PackedRowsTest {
    private static final int[][] EXAMPLES = {{5, 6, 7}, {8, 9, 8}, {3}, {4, 2}};

    @Test
    @DisplayName("four examples give the rows in the text")
    void packsTheWorkedExample() {
        packed("the packed rows of the example", EXAMPLES, 5, -1, new int[][][] {
            {{5, 6, 7, 3, -1}, {8, 9, 8, 4, 2}}, {{1, 1, 1, 2, 0}, {1, 1, 1, 2, 2}},
            {{0, 1, 2, 0, 0}, {0, 1, 2, 0, 1}}});
    }

    @Test
    @DisplayName("the first row has the mask in the text")
    void masksTheWorkedExample() {
        mask("the mask of the example", 1, 1, 1, 2, 0);
    }

    @Test
    @DisplayName("padding attends to padding")
    void masksPadding() {
        mask("the mask of a row with padding", 1, 2, 2, 3, 0, 0, 0);
    }

    @Test
    @DisplayName("refuses an example that is longer than a row, and takes one that just fits")
    void refusesLongExamples() {
        packed("the row of an example that just fits", new int[][] {{1, 2, 3}}, 3, 0,
                new int[][][] {{{1, 2, 3}}, {{1, 1, 1}}, {{0, 1, 2}}});
        expectRefusal("an example of 4 ids in rows of 3", () ->
                Ex74PackedRows.pack(new int[][] {{1}, {1, 2, 3, 4}}, 3, 0));
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any examples, packed in their order")
    void packsOthers(RandomGenerator random) {
        int tokens = random.nextInt(12, 20);
        List<int[]> examples = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            examples.add(random.ints(random.nextInt(1, 9), 10, 1000).toArray());
        }
        examples.add(3, random.ints(tokens - 1, 10, 1000).toArray());
        examples.add(random.ints(1, 10, 1000).toArray());
        int[][] all = examples.toArray(int[][]::new);
        packed("the packed rows of more examples", all, tokens, 7, tables(all, tokens, 7, 0));
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("hides neighbours and the future in any row")
    void masksOthers(RandomGenerator random) {
        List<Integer> segments = new ArrayList<>();
        for (int segment = 1; segment < 5; segment++) {
            for (int i = random.nextInt(1, 6); i > 0; i--) {
                segments.add(segment);
            }
        }
        segments.addAll(List.of(0, 0));
        mask("the mask of another row", segments.stream().mapToInt(i -> i).toArray());
    }

    private static void packed(String what, int[][] examples, int tokens, int padding,
            int[][][] right) {
        int[][][] other = tables(examples, tokens, padding, Integer.MAX_VALUE);
        int[][] segments = right[1];
        expect(what, Ex74PackedRows.pack(examples, tokens, padding))
                .mistake("packing-looks-at-the-last-row-only", "an example opens a new row while "
                        + "an earlier row has room for it", other)
                .mistake("packing-positions-run-on", "positions go on from one example to the "
                        + "next, but each example begins at 0", new int[][][] {right[0], segments,
                        changed(segments, (t, segment) -> segment == 0 ? 0 : t)})
                .mistake("packing-positions-run-on", "positions go on from one example to the "
                        + "next, but each example begins at 0", new int[][][] {right[0], segments,
                        changed(segments, (t, _) -> t)})
                .mistake("packing-counts-segments-from-zero", "the first example of a row has the "
                        + "segment of the padding: segments count from 1", new int[][][] {
                        right[0], changed(segments, (_, segment) -> Math.max(0, segment - 1)),
                        right[2]})
                .toBe(right);
    }

    /// What is right, by lists; with `window` 0 each row is looked at, else the last one only.
    private static int[][][] tables(int[][] examples, int tokens, int padding, int window) {
        List<List<int[]>> rows = new ArrayList<>();         // of places: id, segment, position
        for (int[] example : examples) {
            int row = Math.min(window, Math.max(0, rows.size() - 1));
            while (row < rows.size() && rows.get(row).size() + example.length > tokens) {
                row++;
            }
            if (row == rows.size()) {
                rows.add(new ArrayList<>());
            }
            List<int[]> places = rows.get(row);
            int segment = places.isEmpty() ? 1 : places.getLast()[1] + 1;
            for (int i = 0; i < example.length; i++) {
                places.add(new int[] {example[i], segment, i});
            }
        }
        int[] free = {padding, 0, 0};
        return IntStream.range(0, 3).mapToObj(part -> rows.stream().map(places -> IntStream
                .range(0, tokens).map(t -> (t < places.size() ? places.get(t) : free)[part])
                .toArray()).toArray(int[][]::new)).toArray(int[][][]::new);
    }

    /// @param change gets place and segment
    private static int[][] changed(int[][] segments, IntBinaryOperator change) {
        return Arrays.stream(segments).map(row -> IntStream.range(0, row.length)
                .map(t -> change.applyAsInt(t, row[t])).toArray()).toArray(int[][]::new);
    }

    /// Whether a query may attend to a key.
    private interface Rule {
        boolean allows(int query, int key);
    }

    private static void mask(String what, int... segments) {
        Rule same = (query, key) -> segments[query] == segments[key];
        Rule causal = (query, key) -> key <= query;
        expect(what, Ex74PackedRows.mask(segments))
                .mistake("packing-attends-across-examples", "a token attends to the examples "
                        + "before its own, but it must see its own segment only",
                        entries(segments.length, causal))
                .mistake("packing-sees-the-future", "a token attends to what follows it in its "
                        + "example", entries(segments.length, same))
                .mistake("packing-padding-sees-nothing", "padding attends to nothing, and a "
                        + "softmax over nothing is not a number",
                        entries(segments.length, (query, key) -> same.allows(query, key)
                                && causal.allows(query, key) && segments[query] > 0))
                .toBe(entries(segments.length, (query, key) -> same.allows(query, key)
                        && causal.allows(query, key)));
    }

    private static boolean[][] entries(int tokens, Rule rule) {
        boolean[][] mask = new boolean[tokens][tokens];
        for (int i = 0; i < tokens * tokens; i++) {
            mask[i / tokens][i % tokens] = rule.allows(i / tokens, i % tokens);
        }
        return mask;
    }
}
