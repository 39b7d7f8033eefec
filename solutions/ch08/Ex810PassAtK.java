/// Exercise 8.10: pass@k.
///
/// **Why.** The simplest estimate, one draw of `k` answers, is right on average and depends on
/// chance; this is its mean over *all* choices of `k` of the `n` answers. Drawn one after the
/// other, the probability that all are wrong is a product of fractions, so that no large number
/// comes up. Source: Chen et al. (2021), Evaluating Large Language Models Trained on Code, §2.1.
///
/// **Complexity.** O(k) for a question. Where `c` is smaller than `k`, the same product over the
/// right answers takes O(c).
///
/// **Common mistakes.** `1 − (1 − c/n)ᵏ`, which draws with replacement and is too low; factorials,
/// which overflow; one formula for all questions together, in which easy ones help hard ones.
public final class Ex810PassAtK {
    private Ex810PassAtK() {}

    public static double passAtK(int n, int c, int k) {
        if (k < 1 || k > n || c < 0 || c > n) {
            throw new IllegalArgumentException(("k must be in [1, n] and c in [0, n], got n=%d, "
                    + "c=%d, k=%d").formatted(n, c, k));
        }
        double allWrong = 1;
        for (int i = 0; i < k; i++) {
            allWrong *= Math.max(0, n - c - i) / (double) (n - i);
        }
        return 1 - allWrong;
    }

    public static double[] curve(int[] right, int n, int[] ks) {
        double[] curve = new double[ks.length];             // (points)
        for (int point = 0; point < ks.length; point++) {
            for (int c : right) {
                curve[point] += passAtK(n, c, ks[point]) / right.length;
            }
        }
        return curve;
    }
}
