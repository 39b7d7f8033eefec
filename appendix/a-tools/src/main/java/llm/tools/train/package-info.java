/// Commands that train a model, or say what that will cost: pretrain, plan.
///
/// Read in this order: [PretrainCommand], its mixins [PretrainingOptions], [MemorySavingOptions]
/// and [SourceOptions], [PretrainingSettings] (what a training depends on), [PretrainingRun] and
/// [StepReport] (the training itself), [PretrainingFolder], [PretrainingSources] and
/// [TrainingLock] (what makes it resumable), then [PlanCommand] and [CacheOptions].
@NullMarked
package llm.tools.train;

import org.jspecify.annotations.NullMarked;
