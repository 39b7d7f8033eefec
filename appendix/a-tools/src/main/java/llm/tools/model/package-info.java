/// Commands that use a model: generate, next, classify, convert, lora, eval.
///
/// Read in this order: [GenerateCommand] with its options [PromptChoice] (a [Prompt]),
/// [PromptOptions], [SamplingOptions], [DTypeOption], [AdapterOption] and [IgnoreConfigOption], and
/// with [Continuation], then [NextCommand], [InspectCommand] (an [Inspection]), [ClassifyCommand],
/// [ConvertCommand], [LoraCommand] and [LoraMergeCommand], [EvalPerplexityCommand], and [EvalInstructCommand] with [InstructionQuestions].
@NullMarked
package llm.tools.model;

import org.jspecify.annotations.NullMarked;
