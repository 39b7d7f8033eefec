/// Exercise 9.4: how sure an accuracy is.
///
/// **Why.** A mean of `n` independent numbers varies by their deviation over `√n`. The squares
/// around the mean of the *same* numbers are a little too small, by one number in `n`; therefore `n
/// − 1`. In the pooled error each subject has used up one number for its mean, so `N − S` are left.
/// As `Σ (x − mean)² = n p (1 − p)` for ones and zeros, a single question adds 0, with no NaN on
/// the way.
///
/// **Complexity.** One pass, O(questions).
///
/// **Common mistakes.** A division by `n`; the deviation of one answer for that of the mean; `N`
/// for `N − S`; all questions taken as one subject, so that hard and easy subjects look like
/// chance; the NaN of a subject with one question, which even a factor of 0 does not take away.
public final class Ex94StandardError {
    private Ex94StandardError() {}

    public static double[] accuracy(boolean[] right) {
        int n = right.length;
        double p = share(right);
        return new double[] {p, Math.sqrt(p * (1 - p) / (n - 1))};
    }

    public static double pooled(boolean[][] right) {
        double squares = 0;
        int all = 0;
        for (boolean[] subject : right) {
            double p = share(subject);
            squares += subject.length * p * (1 - p);
            all += subject.length;
        }
        return Math.sqrt(squares / (all - right.length) / all);
    }

    private static double share(boolean[] right) {
        int count = 0;
        for (boolean each : right) {
            count += each ? 1 : 0;
        }
        return (double) count / right.length;
    }
}
