import java.util.Arrays;

public final class Ex87EntropyAndKl {
    private Ex87EntropyAndKl() {}

    public static double[] entropy(double[][] logits) {
        double[] entropies = new double[logits.length];
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
        return new double[] {d, d * d, Math.exp(-d) - 1 + d};
    }
}
