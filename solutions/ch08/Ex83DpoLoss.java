/// Exercise 8.3: the loss of DPO.
///
/// **Why.** The best policy at a price of β is `π_ref · e^(reward / β) / Z`. Solved for the reward
/// that is `β ln(π / π_ref)`, up to a constant that is the same for both answers; Bradley and
/// Terry's loss sees only their difference. Smoothing adds the loss of the pair turned round, so
/// that no margin is ever large enough if one label in ten may be wrong.
///
/// **Complexity.** O(1), once the four log-probabilities are there; those of the reference are
/// computed once, before the training.
///
/// **Common mistakes.** Leaving out the reference, so that an answer is rewarded for being likely
/// and not for having become so; swapping the answers; β before the loss, where it only scales the
/// gradient; `ln σ` in two steps, which is −∞ for a large negative margin.
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

    /// `ln(1 + eˣ)`, which is `−ln σ(−x)`.
    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }
}
