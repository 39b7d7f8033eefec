/// Chapter 7, instructions: a model that continues texts becomes one that does what it is asked.
///
/// Dimensions: `batch` examples of `tokens` tokens, the shorter ones padded at the end; a model's
/// `context` is the most tokens of one.
///
/// Reading order: `Instruction`, `InstructionFile` and `JsonEntry` (the data); `PromptFormat`,
/// `PromptText` and `PromptIds`, `PlainFormat`, `FewShot` and `ChatFormat` (the layouts);
/// `Masking`, `TrainingRow`, `PaddedBatch` and `InstructionDataset` (batches, which chapter 5's
/// loop trains on); `AnswerOptions`, `Assistant`, `Answering`, `Response` and `Responses` (asking
/// the model). Package `quality` looks at the data before: how long they are, and what is in them
/// twice.
@NullMarked
package llm.instruct;

import org.jspecify.annotations.NullMarked;
