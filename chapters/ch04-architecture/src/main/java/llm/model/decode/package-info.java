/// How a model writes: from the scores of the next token to a choice, token by token.
///
/// Reading order: `Probabilities`, `LogitsProcessor` with `RepetitionPenalty`, `Temperature`,
/// `TopK`, `TopP` and `MinP` (what happens to the scores, in this order), `Sampler` (the choice),
/// `Generation` (again and again), `PromptBatch` (several texts at once).
@NullMarked
package llm.model.decode;

import org.jspecify.annotations.NullMarked;
