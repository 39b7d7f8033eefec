import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import llm.model.decode.Probabilities;

public final class Ex45TopKTopP {
    private Ex45TopKTopP() {}

    public static double[] probabilities(float[] logits, int k, double p) {
        if (k < 1 || !(p > 0 && p <= 1)) {
            throw new IllegalArgumentException(
                    "k must be 1 or more and p in (0, 1], got k=%d, p=%s".formatted(k, p));
        }
        float[] sorted = logits.clone();
        Arrays.sort(sorted);
        float least = sorted[Math.max(0, logits.length - k)];
        float[] scores = logits.clone();
        for (int id = 0; id < scores.length; id++) {
            if (scores[id] < least) {
                scores[id] = Float.NEGATIVE_INFINITY;
            }
        }
        double[] all = Probabilities.softmax(scores);
        int[] ranked = IntStream.range(0, all.length).boxed()
                .sorted(Comparator.comparingDouble(id -> -all[id]))
                .mapToInt(Integer::intValue).toArray();
        double[] kept = new double[all.length];
        double[] before = Probabilities.softmax(logits);
        double seen = 0;
        double mass = 0;
        for (int rank = 0; rank < ranked.length && (seen < p || p == 1); rank++) {
            kept[ranked[rank]] = all[ranked[rank]];
            mass += all[ranked[rank]];
            seen += before[ranked[rank]];
        }
        for (int id = 0; id < kept.length; id++) {
            kept[id] /= mass;
        }
        return kept;
    }
}
