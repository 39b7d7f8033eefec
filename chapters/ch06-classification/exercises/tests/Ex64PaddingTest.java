import static llm.exercise.Expect.expect;
import static llm.exercise.Expect.expectRefusal;

import java.util.Arrays;
import java.util.function.ToIntFunction;
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
@DisplayName("Exercise 6.4: padding, and the last real token")
class Ex64PaddingTest {
    private static final int[][] TEXTS = {{5, 6, 7}, {8}};

    @Test
    @DisplayName("pads the texts of the example to the longest, and to two tokens")
    void padsTheWorkedExample() {
        rows("the texts of the example, padded to the longest", Ex64Padding.toLongest(TEXTS, 0),
                TEXTS, 0, 3).toBe(new int[][] {{5, 6, 7}, {8, 0, 0}});
        rows("the texts of the example, made two tokens long", Ex64Padding.toLength(TEXTS, 0, 2),
                TEXTS, 0, 2).toBe(new int[][] {{5, 6}, {8, 0}});
    }

    @Test
    @DisplayName("uses the pad that it is given, for empty texts too")
    void usesThePad() {
        int[][] texts = {{}, {1, 2}, {3, 4, 5, 6}};
        rows("three texts, padded with 9", Ex64Padding.toLongest(texts, 9), texts, 9, 4)
                .toBe(new int[][] {{9, 9, 9, 9}, {1, 2, 9, 9}, {3, 4, 5, 6}});
        rows("three texts, made six tokens long", Ex64Padding.toLength(texts, 9, 6), texts, 9, 6)
                .toBe(new int[][] {{9, 9, 9, 9, 9, 9}, {1, 2, 9, 9, 9, 9}, {3, 4, 5, 6, 9, 9}});
    }

    @Test
    @DisplayName("finds the last token that is no pad")
    void findsTheLastToken() {
        last("the last tokens of the example", new int[][] {{5, 6, 7}, {8, 0, 0}}, 0)
                .toBe(new int[] {2, 0});
        last("the last tokens of rows, one with a pad in the midst, one of pads alone",
                new int[][] {{5, 0, 6, 0}, {0, 0, 0, 0}, {5, 6, 7, 8}, {5, 6, 0, 0}}, 0)
                .toBe(new int[] {2, 0, 3, 1});
    }

    @Test
    @DisplayName("leaves the texts as they are")
    void leavesTheTexts() {
        int[][] texts = {{5, 6, 7}, {8}};
        Ex64Padding.toLength(texts, 0, 2);
        Ex64Padding.toLongest(texts, 0);
        expect("the texts after padding", texts).toBe(TEXTS);
        expectRefusal("a length of 0 tokens", () -> Ex64Padding.toLength(TEXTS, 0, 0));
        expectRefusal("a length of -1 tokens", () -> Ex64Padding.toLength(TEXTS, 0, -1));
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("pads, cuts and finds the ends of many texts")
    void padsMany(RandomGenerator random) {
        int pad = random.nextInt(1, 5);
        int[][] texts = IntStream.range(0, random.nextInt(12, 20)).mapToObj(_ ->
                random.ints(random.nextInt(1, 12), 1, 20).toArray()).toArray(int[][]::new);
        int longest = Stream.of(texts).mapToInt(text -> text.length).max().orElseThrow();
        int[][] padded = filled(texts, pad, longest);
        rows("many texts, padded to the longest", Ex64Padding.toLongest(texts, pad), texts, pad,
                longest).toBe(padded);
        rows("many texts, made of one length", Ex64Padding.toLength(texts, pad, 6), texts, pad, 6)
                .toBe(filled(texts, pad, 6));
        last("the last tokens of many texts", padded, pad)
                .toBe(each(padded, row -> lastToken(row, pad)));
    }

    private static Expect rows(String what, int[][] actual, int[][] texts, int pad, int length) {
        return expect(what, actual)
                .mistake("padding-in-front", "the pads stand in front of the texts; they belong "
                        + "behind them", moved(texts, pad, length))
                .mistake("padding-cuts-the-front", "of a text that is too long the end is kept; "
                        + "it must be cut off at the end", filled(ends(texts, length), pad, length))
                .mistake("padding-with-zeros", "the shorter texts are filled up with zeros; the "
                        + "pad is another token here", filled(texts, 0, length));
    }

    private static Expect last(String what, int[][] rows, int pad) {
        return expect(what, Ex64Padding.lastTokens(rows, pad))
                .mistake("padding-reads-the-last-place", "it is the last place of the row, which "
                        + "may be a pad; the last token that is no pad is meant",
                        each(rows, row -> row.length - 1))
                .mistake("padding-reads-the-first-pad", "it is one place too far: that of the pad "
                        + "behind the last token", each(rows, row -> firstPad(row, pad)))
                .mistake("padding-stops-at-an-inner-pad", "the search stops at the first pad, but "
                        + "a text may hold that number; only pads at the end are padding",
                        each(rows, row -> Math.max(0, firstPad(row, pad) - 1)))
                .mistake("padding-stops-at-an-inner-pad", "the search stops at the first pad, but "
                        + "a text may hold that number; only pads at the end are padding",
                        each(rows, row -> firstPad(Arrays.copyOfRange(row, 1, row.length), pad)));
    }

    private static int[][] filled(int[][] texts, int pad, int length) {
        return Stream.of(texts).map(text -> IntStream.range(0, length)
                .map(t -> t < text.length ? text[t] : pad).toArray()).toArray(int[][]::new);
    }

    /// The pads in front.
    private static int[][] moved(int[][] texts, int pad, int length) {
        return Stream.of(texts).map(text -> {
            int pads = Math.max(0, length - text.length);
            return IntStream.range(0, length).map(t -> t < pads ? pad : text[t - pads]).toArray();
        }).toArray(int[][]::new);
    }

    private static int[][] ends(int[][] texts, int length) {
        return Stream.of(texts).map(text -> Arrays.copyOfRange(text,
                Math.max(0, text.length - length), text.length)).toArray(int[][]::new);
    }

    private static int[] each(int[][] rows, ToIntFunction<int[]> position) {
        return Stream.of(rows).mapToInt(position).toArray();
    }

    private static int lastToken(int[] row, int pad) {
        return IntStream.range(0, row.length).filter(t -> row[t] != pad).max().orElse(0);
    }

    /// The position of the first pad; as many as there are tokens if there is none.
    private static int firstPad(int[] row, int pad) {
        return IntStream.range(0, row.length).filter(t -> row[t] == pad).findFirst()
                .orElse(row.length);
    }
}
