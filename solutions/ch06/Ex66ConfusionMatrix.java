/// Exercise 6.6: precision, recall and F1.
///
/// **Why.** A column holds all texts that were taken for a class, a row all that have it; what is
/// right stands on the diagonal. So precision divides by a column's sum and recall by a row's. The
/// harmonic mean is near the smaller of both: a filter that calls everything spam has a recall of
/// 1, and cannot hide its precision behind it.
///
/// **Complexity.** One pass over the texts; then a row and a column, O(classes) for each class.
///
/// **Common mistakes.** Rows and columns swapped, and with them precision and recall; the
/// arithmetic mean; NaN from 0/0, which spreads into every mean over the classes; a division of
/// whole numbers.
public final class Ex66ConfusionMatrix {
    private Ex66ConfusionMatrix() {}

    public static int[][] counts(int[] labels, int[] predicted, int classes) {
        int[][] counts = new int[classes][classes];          // [class][taken for]
        for (int i = 0; i < labels.length; i++) {
            counts[labels[i]][predicted[i]]++;
        }
        return counts;
    }

    public static double precision(int[][] counts, int ofClass) {
        int taken = 0;
        for (int[] row : counts) {
            taken += row[ofClass];
        }
        return ratio(counts[ofClass][ofClass], taken);
    }

    public static double recall(int[][] counts, int ofClass) {
        int texts = 0;
        for (int count : counts[ofClass]) {
            texts += count;
        }
        return ratio(counts[ofClass][ofClass], texts);
    }

    public static double f1(int[][] counts, int ofClass) {
        double precision = precision(counts, ofClass);
        double recall = recall(counts, ofClass);
        return ratio(2 * precision * recall, precision + recall);
    }

    private static double ratio(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }
}
