/// Policy optimization: a model samples answers of its own, somebody or something says what each
/// was worth, and what was better than expected becomes likelier.
///
/// Dimensions: a batch has `rows` answers of `tokens` tokens with their prompts, shorter ones
/// padded at the end; a prompt has a group of `groupSize` answers. Values of tokens are flat arrays
/// in the order `(rows, tokens)`; where no token of an answer stands, they do not count.
///
/// Reading order: `Reward` (what an answer is worth); `Completion`, `GroupSampler` (answers);
/// `Rollouts` and `RolloutSource` (batches of them, which chapter 5's loop trains on); `TokenMask`,
/// `Kl`, `Entropy` and `ClippedRatio` (the terms that all losses share); `GroupAdvantages`,
/// `GrpoLoss` and `Grpo` (a group is its own yardstick); `AdvantageEstimator`, `Whitening`,
/// `TokenRewards`, `ValueLoss`, `ActorCritic` and `Ppo` (a critic is the yardstick); `Voting` (more
/// answers instead of more training).
@NullMarked
package llm.preference.policy;

import org.jspecify.annotations.NullMarked;
