package llm.preference;

import llm.tensor.Tensor;
import llm.train.Objective;

/// The objective of a reward model: score chosen answers above rejected ones.
///
/// @param model   what learns
/// @param loss    how pairs are judged
/// @param metrics what is watched
public record RewardTraining(RewardModel model, RewardLoss loss, Metrics metrics)
        implements Objective<PreferenceBatch> {

    @Override
    public long targets(PreferenceBatch batch) {
        return batch.pairs();
    }

    @Override
    public Tensor loss(PreferenceBatch batch) {
        Tensor scores = model.scores(batch.answers().inputs());              // (2 · pairs)
        Tensor chosen = PreferenceBatch.chosen(scores);                      // (pairs)
        Tensor rejected = PreferenceBatch.rejected(scores);                  // (pairs)
        float[] better = chosen.toArray();
        float[] worse = rejected.toArray();
        metrics.addPairs("rewards/", better, worse);
        metrics.add("rewards/margins", Metrics.difference(better, worse));
        metrics.add("rewards/accuracies", Metrics.larger(better, worse));
        return loss.losses(chosen, rejected, null).sum();
    }

    @Override
    public long tokens(PreferenceBatch batch) {
        return batch.answers().inputs().count();
    }
}
