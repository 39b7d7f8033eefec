public final class Ex810PassAtK {
    private Ex810PassAtK() {}

    public static double passAtK(int n, int c, int k) {
        if (k < 1 || k > n || c < 0 || c > n) {
            throw new IllegalArgumentException(("k must be in [1, n] and c in [0, n], got n=%d, "
                    + "c=%d, k=%d").formatted(n, c, k));
        }
        return 1 - Math.pow(1 - c / (double) n, k);
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
