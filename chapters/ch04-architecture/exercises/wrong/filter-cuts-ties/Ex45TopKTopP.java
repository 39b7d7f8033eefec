import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

public final class Ex45TopKTopP {
    private Ex45TopKTopP() {}

    public static double[] probabilities(float[] logits, int k, double p) {
        if (k < 1 || !(p > 0 && p <= 1)) {
            throw new IllegalArgumentException("k must be 1 or more and p in (0, 1]");
        }
        List<Integer> best = IntStream.range(0, logits.length).boxed()
                .sorted(Comparator.comparingDouble(id -> -logits[id])).limit(k).toList();
        double sum = best.stream().mapToDouble(id -> Math.exp(logits[id])).sum();
        double[] kept = new double[logits.length];
        double mass = 0;
        for (int id : best) {
            if (p < 1 && mass >= p) {
                break;
            }
            kept[id] = Math.exp(logits[id]) / sum;
            mass += kept[id];
        }
        for (int id = 0; id < kept.length; id++) {
            kept[id] /= mass;
        }
        return kept;
    }
}
