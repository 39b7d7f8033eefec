public final class Ex53GradientClip {
    public static double clip(double[][] gradients, double maxNorm) {
        double squares = 0;
        for (double[] gradient : gradients) {
            for (double g : gradient) {
                squares += g * g;
            }
        }
        double norm = Math.sqrt(squares);
        double factor = maxNorm / (norm + 1e-6);
        for (double[] gradient : gradients) {
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] *= factor;
            }
        }
        return norm;
    }
}
