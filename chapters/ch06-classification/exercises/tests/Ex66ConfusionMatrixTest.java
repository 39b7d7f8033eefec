import static llm.exercise.Expect.expect;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 6.6: precision, recall and F1")
class Ex66ConfusionMatrixTest {
    private static final double TOLERANCE = 1e-6;

    @Test
    @DisplayName("counts the six texts of the example")
    void countsTheWorkedExample() {
        requireCounts("the counts of the example", new int[] {0, 0, 0, 0, 1, 1},
                new int[] {0, 1, 1, 1, 1, 0}, 2);
    }

    @Test
    @DisplayName("measures class 1 of the example, and three classes")
    void measures() {
        requireMeasures("of class 1 of the example", new int[][] {{1, 3}, {1, 1}}, 1);
        requireMeasures("of class 2 of three", new int[][] {{5, 1, 4}, {0, 3, 2}, {1, 0, 6}}, 2);
    }

    @Test
    @DisplayName("gives 0 where 0 would be divided by 0")
    void dividesNothingByNothing() {
        requireMeasures("of a class that no text was taken for", new int[][] {{3, 0}, {2, 0}}, 1);
        requireMeasures("of a class that no text has", new int[][] {{3, 2}, {0, 0}}, 1);
        requireMeasures("of a class that does not occur", new int[][] {{3, 0}, {0, 0}}, 1);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("counts and measures many texts of several classes")
    void measuresMany(RandomGenerator random) {
        int classes = random.nextInt(3, 6);
        int texts = random.nextInt(60, 90);
        int[] labels = random.ints(texts, 0, classes).toArray();
        int[] predicted = IntStream.range(0, texts).map(i -> random.nextInt(3) > 0 ? labels[i]
                : random.nextInt(classes) * random.nextInt(2)).toArray();
        requireCounts("the counts of many texts", labels, predicted, classes);
        int[][] counts = counts(labels, predicted, classes);
        for (int i = 0; i < classes; i++) {
            requireMeasures("of a class of several", counts, i);
        }
    }

    private static void requireCounts(String what, int[] labels, int[] predicted, int classes) {
        expect(what, Ex66ConfusionMatrix.counts(labels, predicted, classes))
                .mistake("confusion-transposed", "rows and columns are swapped: the row is what a "
                        + "text is, the column what it was taken for",
                        counts(predicted, labels, classes))
                .toBe(counts(labels, predicted, classes));
    }

    /// Counts each place by going through all texts.
    private static int[][] counts(int[] labels, int[] predicted, int classes) {
        int[][] counts = new int[classes][classes];
        for (int place = 0; place < classes * classes; place++) {
            int row = place / classes;
            int column = place % classes;
            counts[row][column] = (int) IntStream.range(0, labels.length)
                    .filter(i -> labels[i] == row && predicted[i] == column).count();
        }
        return counts;
    }

    private static void requireMeasures(String which, int[][] counts, int ofClass) {
        int right = counts[ofClass][ofClass];
        int taken = IntStream.range(0, counts.length).map(i -> counts[i][ofClass]).sum();
        int texts = IntStream.of(counts[ofClass]).sum();
        double precision = right / Math.max(1.0, taken);
        double recall = right / Math.max(1.0, texts);
        double f1 = 2 * right / Math.max(1.0, taken + texts);
        double[] actual = {Ex66ConfusionMatrix.precision(counts, ofClass),
            Ex66ConfusionMatrix.recall(counts, ofClass), Ex66ConfusionMatrix.f1(counts, ofClass)};
        expect("precision, recall and F1 " + which, actual)
                .mistake("confusion-swaps-precision-and-recall", "precision and recall are "
                        + "swapped: precision divides by all that were taken for the class, a "
                        + "column, and recall by all that have it, a row",
                        new double[] {recall, precision, f1})
                .mistake("confusion-arithmetic-f1", "F1 is the arithmetic mean; the harmonic one, "
                        + "which stays near the smaller of the two, is meant",
                        new double[] {precision, recall, (precision + recall) / 2})
                .mistakeIf((taken == 0 || texts == 0) && (Double.isNaN(actual[0])
                        || Double.isNaN(actual[1]) || Double.isNaN(actual[2])),
                        "confusion-divides-by-zero", "0 is divided by 0, which is NaN; such a "
                                + "share is to be 0")
                .mistakeIf(precision > 0 && precision < 1 && recall > 0 && recall < 1
                        && actual[0] == 0 && actual[1] == 0, "confusion-divides-whole-numbers",
                        "two whole numbers are divided, which drops the fraction and leaves 0")
                .toBe(new double[] {precision, recall, f1}, TOLERANCE);
    }
}
