import java.util.Arrays;

/// Exercise 8.7: entropy and KL.
///
/// **Why.** The entropy is the mean surprise of a policy about itself; where it has become 0,
/// nothing new is tried and nothing more can be learned. The KL is a mean over all tokens that the
/// policy might draw, estimated from the one that it has drawn: k1 is right on average and often
/// negative; k3 adds `e⁻ᵈ − 1`, whose average is 0, and is never negative; k2 is nearly right while
/// both are close.
///
/// **Complexity.** O(tokens · vocabSize) for entropies, O(1) for the estimates.
///
/// **Common mistakes.** `0 · ln 0`, which is NaN; e to a large logit; base 2; the reference above
/// the policy; `eᵈ` instead of `e⁻ᵈ` in k3.
public final class Ex87EntropyAndKl {
    private Ex87EntropyAndKl() {}

    public static double[] entropy(double[][] logits) {
        double[] entropies = new double[logits.length];         // (tokens)
        for (int t = 0; t < entropies.length; t++) {
            double max = Arrays.stream(logits[t]).max().orElseThrow();
            double sum = 0;
            for (double logit : logits[t]) {
                sum += Math.exp(logit - max);
            }
            for (double logit : logits[t]) {
                double logP = logit - max - Math.log(sum);
                double p = Math.exp(logP);
                entropies[t] -= p > 0 ? p * logP : 0;
            }
        }
        return entropies;
    }

    public static double[] kl(double policy, double reference) {
        double d = policy - reference;
        return new double[] {d, d * d / 2, Math.exp(-d) - 1 + d};
    }
}
