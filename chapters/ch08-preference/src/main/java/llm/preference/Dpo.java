package llm.preference;

import llm.model.LanguageModel;
import llm.tensor.Tensor;
import llm.train.Objective;

/// Direct preference optimization as an objective: the policy makes chosen answers likelier and
/// rejected ones less likely, both beside what the reference says. No reward model and no sampling
/// is needed; where the rewards are Bradley-Terry's, the best policy is the same as PPO's.
/// Source: Rafailov et al. (2023), §4 and appendix A.
///
/// Both log-probabilities may fall, as long as the rejected one falls further: `logps/chosen`
/// tells.
///
/// @param policy  what learns
/// @param loss    how pairs are judged
/// @param logProb sum or mean over tokens
/// @param metrics what is watched
public record Dpo(LanguageModel policy, DpoLoss loss, LogProb logProb, Metrics metrics)
        implements Objective<PreferenceBatch> {

    @Override
    public long targets(PreferenceBatch batch) {
        return batch.pairs();
    }

    @Override
    public Tensor loss(PreferenceBatch batch) {
        Tensor logProbs = logProb.of(policy, batch.answers());               // (2 · pairs)
        Tensor logRatios = batch.logRatios(logProbs);                        // (2 · pairs)
        Tensor chosen = PreferenceBatch.chosen(logRatios);                   // (pairs)
        Tensor rejected = PreferenceBatch.rejected(logRatios);               // (pairs)
        watch(chosen, rejected, logProbs);
        return loss.losses(chosen, rejected).sum();
    }

    private void watch(Tensor chosen, Tensor rejected, Tensor logProbs) {
        float[] better = chosen.mul(loss.beta()).toArray();                  // (pairs)
        float[] worse = rejected.mul(loss.beta()).toArray();                 // (pairs)
        metrics.addPairs("rewards/", better, worse);
        metrics.add("rewards/margins", Metrics.difference(better, worse));
        metrics.add("rewards/accuracies", Metrics.larger(better, worse));
        metrics.addPairs("logps/", PreferenceBatch.chosen(logProbs).toArray(),
                PreferenceBatch.rejected(logProbs).toArray());
    }

    @Override
    public long tokens(PreferenceBatch batch) {
        return batch.answers().inputs().count();
    }
}
