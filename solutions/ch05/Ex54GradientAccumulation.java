import java.util.Arrays;

/// Exercise 5.4: gradient accumulation.
///
/// **Why.** The loss of a batch is the mean over its targets, and a gradient of a mean is the mean
/// of gradients. A mean times its number is a sum, sums can be added, and one division at the end
/// gives the mean of everything. The library goes the other way round: its objectives give sums,
/// and `TrainingStep` divides each by the targets of all batches.
///
/// **Complexity.** O(parameters) for each micro-batch, and as much memory, however many there are.
///
/// **Common mistakes.** A mean of the means: right as long as all micro-batches have equally many
/// targets, which is why it stayed in well-known libraries for years. Adding the means up without
/// dividing, which multiplies the learning rate. Forgetting one of the sums in `zero`. `0 · NaN`.
public final class Ex54GradientAccumulation {
    private final double[] gradientSum;                     // (parameters)
    private double lossSum;
    private long targets;

    public Ex54GradientAccumulation(int parameters) {
        gradientSum = new double[parameters];
    }

    public void add(double meanLoss, double[] meanGradient, int targets) {
        if (targets < 0 || meanGradient.length != gradientSum.length) {
            throw new IllegalArgumentException(("targets must be 0 or more and the gradient have "
                    + "%d numbers, got %d targets and %d numbers")
                    .formatted(gradientSum.length, targets, meanGradient.length));
        }
        if (targets == 0) {
            return;                                         // its means are NaN
        }
        lossSum += targets * meanLoss;
        for (int i = 0; i < gradientSum.length; i++) {
            gradientSum[i] += targets * meanGradient[i];
        }
        this.targets += targets;
    }

    public double loss() {
        return lossSum / targets;
    }

    public double[] gradient() {
        double[] gradient = gradientSum.clone();            // (parameters)
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] /= targets;
        }
        return gradient;
    }

    public void zero() {
        Arrays.fill(gradientSum, 0);
        lossSum = 0;
        targets = 0;
    }
}
