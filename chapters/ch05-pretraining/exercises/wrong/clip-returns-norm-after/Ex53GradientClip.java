public final class Ex53GradientClip {
    public static double clip(double[][] gradients, double maxNorm) {
        double factor = Math.min(1, maxNorm / (norm(gradients) + 1e-6));
        for (double[] gradient : gradients) {
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] *= factor;
            }
        }
        return norm(gradients);
    }

    private static double norm(double[][] gradients) {
        double squares = 0;
        for (double[] gradient : gradients) {
            for (double g : gradient) {
                squares += g * g;
            }
        }
        return Math.sqrt(squares);
    }
}
