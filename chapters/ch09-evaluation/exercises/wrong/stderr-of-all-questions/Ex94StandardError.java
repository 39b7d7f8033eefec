public final class Ex94StandardError {
    private Ex94StandardError() {}

    public static double[] accuracy(boolean[] right) {
        int n = right.length;
        double p = share(right);
        return new double[] {p, Math.sqrt(p * (1 - p) / (n - 1))};
    }

    public static double pooled(boolean[][] right) {
        int all = 0;
        double correct = 0;
        for (boolean[] subject : right) {
            correct += share(subject) * subject.length;
            all += subject.length;
        }
        double p = correct / all;
        return Math.sqrt(p * (1 - p) / (all - 1));
    }

    private static double share(boolean[] right) {
        int count = 0;
        for (boolean each : right) {
            count += each ? 1 : 0;
        }
        return (double) count / right.length;
    }
}
