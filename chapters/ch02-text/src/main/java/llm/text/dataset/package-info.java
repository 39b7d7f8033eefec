/// Batches of token ids, the examples that a model trains on.
///
/// Reading order: [TokenSequence], the ids in a row; [TokenDataset], the windows in it, and what they
/// are an example of, [Dataset]; [Batch]; [Permutation], [BatchOrder] and [DataLoader], which is a
/// [BatchSource].
///
/// Dimensions: `batch` sequences per training step, `tokens` per sequence (the context).
@NullMarked
package llm.text.dataset;

import org.jspecify.annotations.NullMarked;
