/// Exercise 5.9: what a training costs.
///
/// **Why.** Forward multiplies each weight with a number of each token and adds the product: two
/// operations. Backward does that twice, once for the gradient of the weight and once for that of
/// what came in. Moments are as large as the weights, which is why a model that runs on a machine
/// is far from being trained on it, and why LoRA, which freezes nearly all, helps so much.
///
/// **Complexity.** O(1).
///
/// **Common mistakes.** One moment, or none; moments for frozen weights; 2 operations, which is
/// forward alone; a product of `long`s that runs over without a word; multiplying the time by the
/// utilization, which makes an idle machine a fast one.
public final class Ex59TrainingCost {
    private static final double SECONDS_PER_DAY = 24 * 60 * 60;

    private Ex59TrainingCost() {}

    public static long stateBytes(long parameters, long trainable) {
        if (trainable < 0 || trainable > parameters) {
            throw new IllegalArgumentException("trainable must be in [0, parameters=%d], got %d"
                    .formatted(parameters, trainable));
        }
        return Float.BYTES * (parameters + 3 * trainable);  // gradient and two moments
    }

    public static double flops(long parameters, long tokens) {
        return 6.0 * parameters * tokens;
    }

    public static double days(double flops, double peak, double utilization) {
        if (!(utilization > 0 && utilization <= 1)) {
            throw new IllegalArgumentException("utilization must be above 0 and at most 1, got "
                    + utilization);
        }
        return flops / (peak * utilization) / SECONDS_PER_DAY;
    }
}
