import java.util.stream.IntStream;
import java.util.stream.Stream;

/// With streams: every place of a row is asked for its token.
public final class Ex64Padding {
    private Ex64Padding() {}

    public static int[][] toLongest(int[][] texts, int pad) {
        return rows(texts, pad, Stream.of(texts).mapToInt(text -> text.length).max().orElse(0));
    }

    public static int[][] toLength(int[][] texts, int pad, int length) {
        if (length <= 0) {
            throw new IllegalArgumentException("length must be positive, got " + length);
        }
        return rows(texts, pad, length);
    }

    private static int[][] rows(int[][] texts, int pad, int length) {
        return Stream.of(texts).map(text -> IntStream.range(0, length)
                .map(t -> t < text.length ? text[t] : pad).toArray()).toArray(int[][]::new);
    }

    public static int[] lastTokens(int[][] rows, int pad) {
        return Stream.of(rows).mapToInt(row -> IntStream.range(0, row.length)
                .filter(t -> row[t] != pad).max().orElse(0)).toArray();
    }
}
