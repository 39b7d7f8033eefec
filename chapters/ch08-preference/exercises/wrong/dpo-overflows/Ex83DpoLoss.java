public final class Ex83DpoLoss {
    private Ex83DpoLoss() {}

    public static double[] rewards(double[] policy, double[] reference, double beta) {
        double chosen = beta * (policy[0] - reference[0]);
        double rejected = beta * (policy[1] - reference[1]);
        return new double[] {chosen, rejected};
    }

    public static double loss(double[] policy, double[] reference, double beta,
            double labelSmoothing) {
        if (!(beta > 0) || !(labelSmoothing >= 0 && labelSmoothing < 0.5)) {
            throw new IllegalArgumentException(("beta must be above 0 and labelSmoothing in [0, "
                    + "0.5), got %s and %s").formatted(beta, labelSmoothing));
        }
        double[] rewards = rewards(policy, reference, beta);
        double margin = rewards[0] - rewards[1];
        return (1 - labelSmoothing) * softplus(-margin) + labelSmoothing * softplus(margin);
    }

    private static double softplus(double x) {
        return -Math.log(1 / (1 + Math.exp(x)));
    }
}
