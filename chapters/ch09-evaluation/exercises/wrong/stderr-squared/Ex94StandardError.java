public final class Ex94StandardError {
    private Ex94StandardError() {}

    public static double[] accuracy(boolean[] right) {
        int n = right.length;
        double p = share(right);
        return new double[] {p, p * (1 - p) / (n - 1)};
    }

    public static double pooled(boolean[][] right) {
        double squares = 0;
        int all = 0;
        for (boolean[] subject : right) {
            double p = share(subject);
            squares += subject.length * p * (1 - p);
            all += subject.length;
        }
        return squares / (all - right.length) / all;
    }

    private static double share(boolean[] right) {
        int count = 0;
        for (boolean each : right) {
            count += each ? 1 : 0;
        }
        return (double) count / right.length;
    }
}
