import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// Without sorting: each token asks how many are ahead of it, and how likely they are together.
public final class Ex45TopKTopP {
    private Ex45TopKTopP() {}

    public static double[] probabilities(float[] logits, int k, double p) {
        if (k < 1) {
            throw new IllegalArgumentException("k must be 1 or more, got " + k);
        }
        if (Double.isNaN(p) || p <= 0 || p > 1) {
            throw new IllegalArgumentException("p must be in (0, 1], got " + p);
        }
        List<Integer> ids = IntStream.range(0, logits.length).boxed().toList();
        double[] weights = ids.stream().mapToDouble(id ->
                ids.stream().filter(other -> logits[other] > logits[id]).count() < k
                        ? Math.exp(logits[id]) : 0).toArray();
        double[] likely = normalized(weights);
        return normalized(ids.stream().mapToDouble(id -> {
            double ahead = ids.stream()
                    .filter(other -> likely[other] > likely[id]
                            || likely[other] == likely[id] && other < id)
                    .mapToDouble(other -> likely[other]).sum();
            return ahead < p || p == 1 ? likely[id] : 0;
        }).toArray());
    }

    private static double[] normalized(double[] weights) {
        double sum = DoubleStream.of(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }
}
