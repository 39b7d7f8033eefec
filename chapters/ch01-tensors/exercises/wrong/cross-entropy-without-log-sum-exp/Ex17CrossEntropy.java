public final class Ex17CrossEntropy {
    private static final int IGNORED = -100;

    private Ex17CrossEntropy() {}

    public static double loss(float[][] logits, int[] targets) {
        int count = counted(targets, logits[0].length);
        double sum = 0;
        for (int row = 0; row < targets.length; row++) {
            if (targets[row] != IGNORED) {
                sum -= Math.log(softmax(logits[row])[targets[row]]);
            }
        }
        return sum / count;
    }

    public static float[][] gradient(float[][] logits, int[] targets) {
        int classes = logits[0].length;
        int count = counted(targets, classes);
        float[][] slopes = new float[targets.length][classes];
        for (int row = 0; row < targets.length; row++) {
            if (targets[row] == IGNORED) {
                continue;
            }
            double[] p = softmax(logits[row]);
            for (int i = 0; i < classes; i++) {
                slopes[row][i] = (float) ((p[i] - (i == targets[row] ? 1 : 0)) / count);
            }
        }
        return slopes;
    }

    private static double[] softmax(float[] row) {
        double max = Double.NEGATIVE_INFINITY;
        for (float logit : row) {
            max = Math.max(max, logit);
        }
        double sum = 0;
        for (float logit : row) {
            sum += Math.exp(logit - max);
        }
        double[] p = new double[row.length];
        for (int i = 0; i < row.length; i++) {
            p[i] = Math.exp(row[i] - max) / sum;
        }
        return p;
    }

    private static int counted(int[] targets, int classes) {
        int count = 0;
        for (int target : targets) {
            if (target != IGNORED && (target < 0 || target >= classes)) {
                throw new IllegalArgumentException("a target must be in [0, %d) or %d, got %d"
                        .formatted(classes, IGNORED, target));
            }
            count += target == IGNORED ? 0 : 1;
        }
        if (count == 0) {
            throw new IllegalArgumentException("at least one target must count, got "
                    + targets.length + " that are all ignored");
        }
        return count;
    }
}
