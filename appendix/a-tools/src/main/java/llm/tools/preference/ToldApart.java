package llm.tools.preference;

import java.util.Locale;
import java.util.Map;
import llm.instructions.Accuracy;
import llm.preference.Metrics;
import llm.preference.PreferenceBatch;
import llm.preference.PreferenceDataset;
import llm.tensor.layer.Layer;
import llm.text.dataset.BatchOrder;
import llm.text.dataset.DataLoader;
import llm.train.Evaluation;
import llm.train.Objective;

/// How well pairs are told apart that were not learned from.
///
/// @param accuracy share of pairs whose chosen answer gets the higher reward
/// @param low      where Wilson's 95 % interval begins
/// @param high     where it ends
/// @param margin   mean difference of the rewards
/// @param loss     mean loss of a pair
/// @param count    pairs
public record ToldApart(double accuracy, double low, double high, double margin, double loss,
                        int count) {
    private static final int BATCH = 16;
    private static final String ACCURACY = "eval_rewards/accuracies";
    private static final String MARGIN = "eval_rewards/margins";

    /// Looks at all pairs of a data set.
    ///
    /// @param metrics where the objective tells what it sees
    static ToldApart by(Layer model, Objective<PreferenceBatch> objective,
                        PreferenceDataset pairs, Metrics metrics) {
        metrics.take();
        double loss = Evaluation.meanLoss(model, objective,
                new DataLoader<>(pairs, BatchOrder.inOrder(BATCH)));
        Map<String, Double> seen = metrics.take();
        Accuracy right = new Accuracy(
                (int) Math.round(seen.get(ACCURACY) * pairs.size()), pairs.size());
        return new ToldApart(right.share(), right.low(), right.high(), seen.get(MARGIN), loss,
                pairs.size());
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f %% of %,d pairs (%.1f to %.1f), margin %.3f",
                100 * accuracy, count, 100 * low, 100 * high, margin);
    }
}
