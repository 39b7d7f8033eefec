import java.util.Arrays;

public final class Ex54GradientAccumulation {
    private final double[] gradients;
    private double losses;
    private long count;

    public Ex54GradientAccumulation(int parameters) {
        gradients = new double[parameters];
    }

    public void add(double meanLoss, double[] meanGradient, int targets) {
        if (targets < 0 || meanGradient.length != gradients.length) {
            throw new IllegalArgumentException("wrong number of targets or parameters");
        }
        losses += targets * meanLoss;
        for (int i = 0; i < gradients.length; i++) {
            gradients[i] += targets * meanGradient[i];
        }
        count += targets;
    }

    public double loss() {
        return losses / count;
    }

    public double[] gradient() {
        return Arrays.stream(gradients).map(g -> g / count).toArray();
    }

    public void zero() {
        Arrays.fill(gradients, 0);
        losses = 0;
        count = 0;
    }
}
