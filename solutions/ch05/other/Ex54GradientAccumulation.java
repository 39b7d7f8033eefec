/// Running means: each micro-batch pulls them towards its own, by its share of all targets so far.
public final class Ex54GradientAccumulation {
    private final int parameters;
    private double[] gradient;
    private double loss;
    private long all;

    public Ex54GradientAccumulation(int parameters) {
        this.parameters = parameters;
        this.gradient = new double[parameters];
    }

    public void add(double meanLoss, double[] meanGradient, int targets) {
        if (targets < 0) {
            throw new IllegalArgumentException("targets must be 0 or more, got " + targets);
        }
        if (meanGradient.length != parameters) {
            throw new IllegalArgumentException("meanGradient must have " + parameters
                    + " numbers, got " + meanGradient.length);
        }
        if (targets > 0) {
            all += targets;
            double share = (double) targets / all;
            loss += share * (meanLoss - loss);
            for (int i = 0; i < parameters; i++) {
                gradient[i] += share * (meanGradient[i] - gradient[i]);
            }
        }
    }

    public double loss() {
        return loss;
    }

    public double[] gradient() {
        return gradient.clone();
    }

    public void zero() {
        gradient = new double[parameters];
        loss = 0;
        all = 0;
    }
}
