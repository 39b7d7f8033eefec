import java.util.Arrays;

/// Array by array, and with the corrections moved into the rate, as faster kernels do.
public final class Ex18AdamW {
    private final double learningRate;
    private final double kept;

    public Ex18AdamW(double learningRate, double weightDecay) {
        this.learningRate = learningRate;
        this.kept = 1 - learningRate * weightDecay;
    }

    public void step(double[] parameters, double[] gradients, double[] m, double[] v, int step) {
        if (step < 1) {
            throw new IllegalArgumentException("step must be 1 or more, got " + step);
        }
        double root = Math.sqrt(1 - Math.pow(0.999, step));
        double rate = learningRate * root / (1 - Math.pow(0.9, step));
        Arrays.setAll(m, i -> m[i] + 0.1 * (gradients[i] - m[i]));
        Arrays.setAll(v, i -> v[i] + 0.001 * (gradients[i] * gradients[i] - v[i]));
        Arrays.setAll(parameters, i -> kept * parameters[i]
                - rate * m[i] / (Math.sqrt(v[i]) + 1e-8 * root));
    }
}
