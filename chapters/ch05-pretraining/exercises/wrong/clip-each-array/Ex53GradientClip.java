public final class Ex53GradientClip {
    public static double clip(double[][] gradients, double maxNorm) {
        double all = 0;
        for (double[] gradient : gradients) {
            double squares = 0;
            for (double g : gradient) {
                squares += g * g;
            }
            all += squares;
            double factor = Math.min(1, maxNorm / (Math.sqrt(squares) + 1e-6));
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] *= factor;
            }
        }
        return Math.sqrt(all);
    }
}
