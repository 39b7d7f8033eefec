public final class Ex66ConfusionMatrix {
    public static int[][] counts(int[] labels, int[] predicted, int classes) {
        int[][] counts = new int[classes][classes];
        for (int i = 0; i < labels.length; i++) {
            counts[predicted[i]][labels[i]]++;
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
        return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }

    private static double ratio(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }
}
