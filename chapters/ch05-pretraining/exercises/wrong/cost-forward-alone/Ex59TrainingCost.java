public final class Ex59TrainingCost {
    public static long stateBytes(long parameters, long trainable) {
        if (trainable < 0 || trainable > parameters) {
            throw new IllegalArgumentException("trainable must be in [0, parameters]");
        }
        return 4 * parameters + 12 * trainable;
    }

    public static double flops(long parameters, long tokens) {
        return 2.0 * parameters * tokens;
    }

    public static double days(double flops, double peak, double utilization) {
        if (!(utilization > 0 && utilization <= 1)) {
            throw new IllegalArgumentException("utilization must be above 0 and at most 1");
        }
        return flops / (peak * utilization) / 86_400;
    }
}
