/// Chapter 8, preferences: a model that does what it is asked becomes one that does it as people,
/// or a rule that can be checked, like it better.
///
/// Dimensions: `pairs` of answers to the same prompt, one chosen and one rejected; of each the
/// `tokens` that it and its prompt have, shorter ones padded at the end.
///
/// Reading order: `PreferencePair` and `PreferenceFile` (the data); `PreferenceDataset` and
/// `PreferenceBatch` (batches, which chapter 5's loop trains on); `BradleyTerry` (who wins, given
/// two scores); `LogProb`, `Reference`, `DpoLoss` and `Dpo` (a policy that learns from pairs);
/// `RewardModel`, `RewardLoss` and `RewardTraining` (a score that learns from them); `Metrics` and
/// `MetricsLog` (what is watched); `LossDoctor` (what tends to go wrong). Package `policy` samples
/// answers from the model itself and learns from their rewards.
@NullMarked
package llm.preference;

import org.jspecify.annotations.NullMarked;
