import java.math.BigDecimal;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/// As sums of what is kept and what is done, with exact products.
public final class Ex59TrainingCost {
    private Ex59TrainingCost() {}

    public static long stateBytes(long parameters, long trainable) {
        if (trainable < 0 || parameters < trainable) {
            throw new IllegalArgumentException("trainable must be in [0, parameters], got "
                    + trainable + " of " + parameters);
        }
        long gradients = trainable;
        long means = trainable;
        long squares = trainable;
        return LongStream.of(parameters, gradients, means, squares)
                .map(numbers -> numbers * Float.BYTES).sum();
    }

    public static double flops(long parameters, long tokens) {
        var products = BigDecimal.valueOf(parameters).multiply(BigDecimal.valueOf(tokens));
        var forward = products.add(products);
        var backward = forward.add(forward);
        return forward.add(backward).doubleValue();
    }

    public static double days(double flops, double peak, double utilization) {
        if (Double.isNaN(utilization) || utilization <= 0 || utilization > 1) {
            throw new IllegalArgumentException("utilization must be above 0 and at most 1, got "
                    + utilization);
        }
        return flops / peak / utilization / TimeUnit.DAYS.toSeconds(1);
    }
}
