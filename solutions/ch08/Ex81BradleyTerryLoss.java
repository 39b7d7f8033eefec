/// Exercise 8.1: the Bradley-Terry loss.
///
/// **Why.** A preference is a softmax over two scores, so the loss is the cross-entropy of two
/// classes. With `x = chosen − rejected` it is `ln(1 + e⁻ˣ)`. For a negative `x` the large part is
/// drawn out, `−x + ln(1 + eˣ)`, so that e is only ever raised to numbers of at most 0.
///
/// **Complexity.** One exponential and one logarithm for each pair: O(pairs).
///
/// **Common mistakes.** Computing σ first and its logarithm then, which is −∞ for a pair that is
/// wrong by more than 709; swapping the two scores; leaving out the logarithm or the sigmoid.
public final class Ex81BradleyTerryLoss {
    private Ex81BradleyTerryLoss() {}

    public static double[] losses(double[] chosen, double[] rejected) {
        double[] losses = new double[chosen.length];        // (pairs)
        for (int i = 0; i < losses.length; i++) {
            double x = chosen[i] - rejected[i];
            losses[i] = Math.max(-x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
        }
        return losses;
    }
}
