/// Questions with choices: which answer does a model find likeliest?
///
/// Read in this order: [llm.eval.choice.ChoiceQuestion] and [llm.eval.choice.MmluFolder], where
/// questions come from; [llm.eval.choice.ChoicePrompt], what a model reads;
/// [llm.eval.choice.ChoiceScorer] and [llm.eval.choice.ContinuationLogProbs], what it finds
/// likely; [llm.eval.choice.ChoiceNorm], what counts as the answer;
/// [llm.eval.choice.ChoiceResults], how often that is right; [llm.eval.choice.PublishedScore], how
/// often others were.
///
/// The same model gets different scores from different prompts and norms, and its rank among
/// others may change with them. So a score without its method says little.
@NullMarked
package llm.eval.choice;

import org.jspecify.annotations.NullMarked;
