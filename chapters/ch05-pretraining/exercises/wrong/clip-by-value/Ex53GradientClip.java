public final class Ex53GradientClip {
    public static double clip(double[][] gradients, double maxNorm) {
        double squares = 0;
        for (double[] gradient : gradients) {
            for (int i = 0; i < gradient.length; i++) {
                squares += gradient[i] * gradient[i];
                gradient[i] = Math.clamp(gradient[i], -maxNorm, maxNorm);
            }
        }
        return Math.sqrt(squares);
    }
}
