/// Exercise 1.7: cross-entropy from logits.
///
/// **Why.** `−ln softmax(x)[target]` is `ln Σⱼ exp(xⱼ) − x[target]`. Computed in this form, with
/// the largest logit taken out of the logarithm, no exponential overflows and no logarithm meets a
/// probability that has vanished to 0. The slope of `ln Σⱼ exp(xⱼ)` by `xᵢ` is `softmax(x)ᵢ`, and
/// that of `−x[target]` is −1 at the target: the gradient is how far each probability is from what
/// it should have been. Every row that counts has the share `1 / count` in the mean.
///
/// **Complexity.** O(rows · classes) for both.
///
/// **Common mistakes.** The logarithm of a finished softmax, which is infinite where the softmax is
/// 0; dividing by all rows though some are ignored; leaving slopes in ignored rows; forgetting that
/// the mean divides the gradient, too.
public final class Ex17CrossEntropy {
    private static final int IGNORED = -100;

    private Ex17CrossEntropy() {}

    public static double loss(float[][] logits, int[] targets) {
        int count = counted(targets, logits[0].length);
        double sum = 0;
        for (int row = 0; row < targets.length; row++) {
            if (targets[row] != IGNORED) {
                sum += logSumExp(logits[row]) - logits[row][targets[row]];
            }
        }
        return sum / count;
    }

    public static float[][] gradient(float[][] logits, int[] targets) {
        int classes = logits[0].length;
        int count = counted(targets, classes);
        float[][] slopes = new float[targets.length][classes]; // (rows, classes)
        for (int row = 0; row < targets.length; row++) {
            if (targets[row] == IGNORED) {
                continue;
            }
            double logSumExp = logSumExp(logits[row]);
            for (int i = 0; i < classes; i++) {
                double p = Math.exp(logits[row][i] - logSumExp);
                slopes[row][i] = (float) ((p - (i == targets[row] ? 1 : 0)) / count);
            }
        }
        return slopes;
    }

    private static double logSumExp(float[] row) {
        double max = Double.NEGATIVE_INFINITY;
        for (float logit : row) {
            max = Math.max(max, logit);
        }
        double sum = 0;
        for (float logit : row) {
            sum += Math.exp(logit - max);
        }
        return max + Math.log(sum);
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
