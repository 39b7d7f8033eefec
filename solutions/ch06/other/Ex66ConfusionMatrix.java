import java.util.stream.IntStream;
import org.nd4j.linalg.factory.Nd4j;

/// With ND4J's row and column sums, and F1 from the counts themselves: `2 · right / (both sums)`.
public final class Ex66ConfusionMatrix {
    private Ex66ConfusionMatrix() {}

    public static int[][] counts(int[] labels, int[] predicted, int classes) {
        return IntStream.range(0, classes).mapToObj(row -> IntStream.range(0, classes)
                .map(column -> (int) IntStream.range(0, labels.length)
                        .filter(i -> labels[i] == row && predicted[i] == column).count())
                .toArray()).toArray(int[][]::new);
    }

    public static double precision(int[][] counts, int ofClass) {
        return counts[ofClass][ofClass] / Math.max(1, sum(counts, 0, ofClass));
    }

    public static double recall(int[][] counts, int ofClass) {
        return counts[ofClass][ofClass] / Math.max(1, sum(counts, 1, ofClass));
    }

    public static double f1(int[][] counts, int ofClass) {
        return 2.0 * counts[ofClass][ofClass]
                / Math.max(1, sum(counts, 0, ofClass) + sum(counts, 1, ofClass));
    }

    private static double sum(int[][] counts, int axis, int ofClass) {
        return Nd4j.createFromArray(counts).sum(axis).getDouble(ofClass);
    }
}
