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
        double[] curve = new double[ks.length];
        for (int point = 0; point < ks.length; point++) {
            int all = 0;
            for (int c : right) {
                all += c;
            }
            curve[point] = passAtK(n * right.length, all, ks[point]);
        }
        return curve;
    }
}
