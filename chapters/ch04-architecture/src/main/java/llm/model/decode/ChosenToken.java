package llm.model.decode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// A token that was written, and how likely it and others were. Log-probabilities are natural, and
/// those of the model itself, before temperature and all else that a sampler does.
///
/// @param id      the token
/// @param logProb its log-probability; NaN where it was not asked for
/// @param top     the likeliest tokens, the likeliest first, as many as were asked for
public record ChosenToken(int id, double logProb, List<Alternative> top) {

    /// A token that might have been written.
    public record Alternative(int id, double logProb) {
    }

    /// @param logits   the model's, `(vocabSize)`
    /// @param topCount how many of the likeliest to tell; [DecodingOptions#NO_LOG_PROBS] for nothing
    ///                 but the token
    static ChosenToken of(int id, float[] logits, int topCount) {
        if (topCount == DecodingOptions.NO_LOG_PROBS) {
            return new ChosenToken(id, Double.NaN, List.of());
        }
        double logSum = Probabilities.logSumExp(logits);
        return new ChosenToken(id, logits[id] - logSum, top(logits, logSum, topCount));
    }

    /// Of equally likely tokens the first ones.
    private static List<Alternative> top(float[] logits, double logSum, int count) {
        Comparator<Integer> byRank = Comparator.<Integer>comparingDouble(id -> logits[id])
                .thenComparing(Comparator.reverseOrder());
        var best = new PriorityQueue<>(byRank);
        for (int id = 0; id < logits.length && count > 0; id++) {
            if (best.size() < count || logits[id] > logits[best.element()]) {
                best.add(id);
                if (best.size() > count) {
                    best.remove();
                }
            }
        }
        List<Alternative> top = new ArrayList<>();
        while (!best.isEmpty()) {
            int id = best.remove();
            top.addFirst(new Alternative(id, logits[id] - logSum));
        }
        return List.copyOf(top);
    }
}
