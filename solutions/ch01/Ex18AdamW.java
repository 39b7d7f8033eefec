/// Exercise 1.8: the step of AdamW.
///
/// **Why.** `m̂ / √v̂` is about 1 where slopes agree in sign and near 0 where they contradict each
/// other, whatever their size: each parameter gets a stride of its own, seldom longer than `η`.
/// After `t` steps the weights of all slopes in `m` sum to `1 − β₁ᵗ`, so the division makes it a
/// true mean from the first step on. The decay stays out of both means. Were it part of the slope,
/// it would be divided by `√v̂`, too, and parameters with large slopes would hardly decay: that
/// was Adam's fault, and mending it gave AdamW its name.
///
/// **Complexity.** O(count) a step, and two more numbers to keep for each parameter.
///
/// **Common mistakes.** Adding `λp` to the slope; leaving out the correction; `√(v̂ + ε)` instead
/// of `√v̂ + ε`; a decay of `1 − λ` without the rate; new arrays that the caller never sees.
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
            double stride = m[i] / correction1 / (Math.sqrt(v[i] / correction2) + EPSILON);
            parameters[i] = (1 - learningRate * weightDecay) * parameters[i]
                    - learningRate * stride;
        }
    }
}
