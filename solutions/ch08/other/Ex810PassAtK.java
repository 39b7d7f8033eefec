import java.util.stream.IntStream;

/// As streams, with sums of logarithms of factorials; where wrong answers run out, it is 1.
public final class Ex810PassAtK {
    private Ex810PassAtK() {}

    public static double passAtK(int n, int c, int k) {
        if (k < 1 || k > n) {
            throw new IllegalArgumentException("k must be in [1, " + n + "], got " + k);
        }
        if (c < 0 || c > n) {
            throw new IllegalArgumentException("c must be in [0, " + n + "], got " + c);
        }
        return n - c < k ? 1 : -Math.expm1(logChoices(n - c, k) - logChoices(n, k));
    }

    private static double logChoices(int n, int k) {
        return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
    }

    private static double logFactorial(int n) {
        return IntStream.rangeClosed(2, n).mapToDouble(Math::log).sum();
    }

    public static double[] curve(int[] right, int n, int[] ks) {
        return IntStream.of(ks).mapToDouble(k -> IntStream.of(right)
                .mapToDouble(c -> passAtK(n, c, k)).average().orElseThrow()).toArray();
    }
}
