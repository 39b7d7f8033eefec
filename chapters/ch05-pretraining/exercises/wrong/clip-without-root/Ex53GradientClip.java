import java.util.Arrays;

public final class Ex53GradientClip {
    public static double clip(double[][] gradients, double maxNorm) {
        double norm = Arrays.stream(gradients).flatMapToDouble(Arrays::stream)
                .map(g -> g * g).sum();
        double factor = maxNorm / (norm + 1e-6);
        if (factor < 1) {
            for (double[] gradient : gradients) {
                Arrays.setAll(gradient, i -> factor * gradient[i]);
            }
        }
        return norm;
    }
}
