import llm.tensor.Tensor;

/// With tensors, `−ln σ(m)` as a log-softmax of two; smoothing adds `e · m`, all that differs.
public final class Ex83DpoLoss {
    private Ex83DpoLoss() {}

    public static double[] rewards(double[] policy, double[] reference, double beta) {
        Tensor rewards = tensor(policy).sub(tensor(reference)).mul(beta);           // (2)
        return new double[] {rewards.at(0), rewards.at(1)};
    }

    public static double loss(double[] policy, double[] reference, double beta,
            double labelSmoothing) {
        if (beta <= 0) {
            throw new IllegalArgumentException("beta must be above 0, got " + beta);
        }
        if (labelSmoothing < 0 || labelSmoothing >= 0.5) {
            throw new IllegalArgumentException("labelSmoothing must be in [0, 0.5), got "
                    + labelSmoothing);
        }
        double[] rewards = rewards(policy, reference, beta);
        double asLabelled = -tensor(rewards).logSoftmax().at(0);
        return asLabelled + labelSmoothing * (rewards[0] - rewards[1]);
    }

    private static Tensor tensor(double... values) {
        return Tensor.of(new float[] {(float) values[0], (float) values[1]}, 2);
    }
}
