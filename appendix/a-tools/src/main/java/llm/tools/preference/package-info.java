/// Commands that let a model learn from preferences and rewards: finetune prefer, reward, grpo,
/// ppo.
///
/// Read in this order: [WatchedRun] (a training whose metrics are kept and looked at);
/// [PreferenceParts] and [ToldApart] (pairs, and how well they are told apart);
/// [FinetunePreferCommand] with [PreferOptions], [PreferSettings] and [PreferRun];
/// [FinetuneRewardCommand] with [RewardRun]; [LearnedPreferences], which both
/// give; what the last two share: [RolloutOptions], [RolloutSettings],
/// [LearningPolicy], [PolicyScores] and [LearnedPolicy]; [FinetuneGrpoCommand] with [GrpoOptions],
/// [GrpoSettings] and [GrpoRun]; [FinetunePpoCommand] with [PpoOptions], [PpoSettings] and
/// [PpoRun]; [EvalScalingCommand] (what more answers are worth).
@NullMarked
package llm.tools.preference;

import org.jspecify.annotations.NullMarked;
