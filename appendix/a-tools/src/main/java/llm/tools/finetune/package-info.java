/// Commands that teach a pretrained model a task: finetune classify, instruct, compare.
///
/// Read in this order: [FinetuneFlow] (what every finetuning does);
/// [FinetuneClassifyCommand] with [ClassifierOptions], [BaseOptions], [LoraOptions],
/// [ClassifierSettings], [LoraSettings] and [LabeledParts] (what is learned from),
/// [ClassifierRun] and [FinetunedClassifier] (the training itself and what it gave);
/// [FinetuneCompareCommand] and [ComparedRow]; then the same for instructions:
/// [FinetuneInstructCommand], [AssistantOptions], [AssistantSettings], [LearningAssistant],
/// [InstructionOptions], [InstructionSettings], [InstructionParts], [InstructionRun],
/// [FinetunedAssistant]. [FinetuningFolder] keeps trainings apart.
@NullMarked
package llm.tools.finetune;

import org.jspecify.annotations.NullMarked;
