/// How a model writes: from the scores of the next token to a choice, token by token.
///
/// Reading order: `Probabilities`, `LogitsProcessor` with `RepetitionPenalty`, `Temperature`,
/// `TopK`, `TopP` and `MinP` (what happens to the scores, in this order), `Sampler` (the choice),
/// `TokenHistory`; `Generation` (again and again); `DecodingSession` with `DecodedText`,
/// `DecodingOptions`, `ContextOverflow` and `ChosenToken` (several texts, step by step).
@NullMarked
package llm.model.decode;

import org.jspecify.annotations.NullMarked;
