import java.util.Arrays;
import java.util.stream.DoubleStream;

/// With streams; where nothing is to be shortened, nothing is touched.
public final class Ex53GradientClip {
    private Ex53GradientClip() {}

    public static double clip(double[][] gradients, double maxNorm) {
        double norm = Math.sqrt(Arrays.stream(gradients)
                .mapToDouble(gradient -> DoubleStream.of(gradient).map(g -> g * g).sum()).sum());
        double factor = maxNorm / (norm + 1e-6);
        if (factor < 1) {
            for (double[] gradient : gradients) {
                Arrays.setAll(gradient, i -> factor * gradient[i]);
            }
        }
        return norm;
    }
}
