public final class Ex53GradientClip {
    public static double clip(double[][] gradients, double maxNorm) {
        double squares = 0;
        for (double[] gradient : gradients) {
            for (double g : gradient) {
                squares += g * g;
            }
        }
        double norm = Math.sqrt(squares);
        double factor = Math.min(1, maxNorm / (norm + 1e-6));
        for (double[] gradient : gradients) {
            for (double g : gradient) {
                g *= factor;
            }
        }
        return norm;
    }
}
