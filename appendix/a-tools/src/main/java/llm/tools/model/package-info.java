/// Commands that use a model: generate, next, convert, eval.
///
/// Read in this order: [GenerateCommand] with its mixins [PromptOptions], [SamplingOptions],
/// [DTypeOption] and [IgnoreConfigOption], then [NextCommand], [ConvertCommand],
/// [EvalCommand] and [EvalPerplexityCommand].
@NullMarked
package llm.tools.model;

import org.jspecify.annotations.NullMarked;
