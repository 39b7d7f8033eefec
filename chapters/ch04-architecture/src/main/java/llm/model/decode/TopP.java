package llm.model.decode;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// Keeps the smallest set of most likely tokens whose probabilities add up to `p`, at least one.
/// Source: Holtzman et al. (2020), §3.1.
///
/// @param p in `(0, 1]`
public record TopP(double p) implements LogitsProcessor {

    public TopP {
        if (!(p > 0 && p <= 1)) {
            throw new IllegalArgumentException("top-p must be in (0, 1], got " + p);
        }
    }

    @Override
    public void apply(float[] logits, TokenHistory history) {
        double[] probabilities = Probabilities.softmax(logits);
        int[] order = IntStream.range(0, logits.length)
                .filter(id -> logits[id] != Float.NEGATIVE_INFINITY).boxed()
                .sorted(Comparator.comparingDouble(id -> -probabilities[id]))
                .mapToInt(Integer::intValue).toArray();
        double mass = 0;
        int kept = 0;
        while (kept < order.length && mass < p) {
            mass += probabilities[order[kept++]];
        }
        Arrays.stream(order).skip(kept).forEach(id -> logits[id] = Float.NEGATIVE_INFINITY);
    }
}
