public final class Ex810PassAtK {
    private Ex810PassAtK() {}

    public static double passAtK(int n, int c, int k) {
        if (k < 1 || k > n || c < 0 || c > n) {
            throw new IllegalArgumentException(("k must be in [1, n] and c in [0, n], got n=%d, "
                    + "c=%d, k=%d").formatted(n, c, k));
        }
        return 1 - choices(n - c, k) / choices(n, k);
    }

    private static double choices(int n, int k) {
        return n < k ? 0 : factorial(n) / factorial(k) / factorial(n - k);
    }

    private static double factorial(int n) {
        double product = 1;
        for (int i = 2; i <= n; i++) {
            product *= i;
        }
        return product;
    }

    public static double[] curve(int[] right, int n, int[] ks) {
        double[] curve = new double[ks.length];
        for (int point = 0; point < ks.length; point++) {
            for (int c : right) {
                curve[point] += passAtK(n, c, ks[point]) / right.length;
            }
        }
        return curve;
    }
}
