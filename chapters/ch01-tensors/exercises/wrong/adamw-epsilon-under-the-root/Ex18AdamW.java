public final class Ex18AdamW {
    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final double learningRate;
    private final double weightDecay;

    public Ex18AdamW(double learningRate, double weightDecay) {
        this.learningRate = learningRate;
        this.weightDecay = weightDecay;
    }

    public void step(double[] parameters, double[] gradients, double[] m, double[] v, int step) {
        if (step < 1) {
            throw new IllegalArgumentException("step must be at least 1, got " + step);
        }
        double correction1 = 1 - Math.pow(BETA_1, step);
        double correction2 = 1 - Math.pow(BETA_2, step);
        for (int i = 0; i < parameters.length; i++) {
            double g = gradients[i];
            m[i] = BETA_1 * m[i] + (1 - BETA_1) * g;
            v[i] = BETA_2 * v[i] + (1 - BETA_2) * g * g;
            double stride = m[i] / correction1 / Math.sqrt(v[i] / correction2 + EPSILON);
            parameters[i] = (1 - learningRate * weightDecay) * parameters[i]
                    - learningRate * stride;
        }
    }
}
