import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import llm.model.decode.Probabilities;

/// Exercise 4.5: top-k, then top-p.
///
/// **Why.** Top-k is a fixed limit, top-p one that adapts: few tokens where the model is sure, many
/// where it is not. Top-p counts with the probabilities that top-k has left, because each filter
/// hands scores to the next. The token that crosses `p` stays, so that at least `p` of the mass is
/// left, and never nothing.
///
/// **Complexity.** O(vocabSize · log vocabSize) for the sorting; a heap of `k` scores makes the
/// first step cheaper, and only what it leaves must be sorted for the second.
///
/// **Common mistakes.** Leaving out the token that crosses `p`; adding up the probabilities from
/// before top-k; forgetting the last division; returning them in sorted order; cutting through
/// equal scores.
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
        float[] scores = logits.clone();                    // (vocabSize)
        for (int id = 0; id < scores.length; id++) {
            if (scores[id] < least) {
                scores[id] = Float.NEGATIVE_INFINITY;
            }
        }
        double[] all = Probabilities.softmax(scores);       // (vocabSize)
        int[] ranked = IntStream.range(0, all.length).boxed()
                .sorted(Comparator.comparingDouble(id -> -all[id]))
                .mapToInt(Integer::intValue).toArray();
        double[] kept = new double[all.length];             // (vocabSize)
        double mass = 0;
        for (int rank = 0; rank < ranked.length && (mass < p || p == 1); rank++) {
            kept[ranked[rank]] = all[ranked[rank]];
            mass += all[ranked[rank]];
        }
        for (int id = 0; id < kept.length; id++) {
            kept[id] /= mass;
        }
        return kept;
    }
}
