/// Commands that train a model, or say what that will cost: pretrain, plan.
///
/// Read in this order: [TrainingOptions], [MemorySavingOptions], [TrainingSettings] and
/// [TrainingRun] (what every training does alike), [PretrainCommand], its mixins
/// [PretrainingOptions] and [SourceOptions], [PretrainingSettings] (what a pretraining depends on),
/// [PretrainingRun] and [StepReport] (the training itself), [PretrainingFolder],
/// [PretrainingSources] and [TrainingLock] (what makes it resumable), then [PlanCommand] and [CacheOptions].
@NullMarked
package llm.tools.train;

import org.jspecify.annotations.NullMarked;
