/// Batches of token ids, the examples that a model trains on.
///
/// Reading order: [TokenSequence], the ids in a row; [TokenDataset], the windows in it; [Batch];
/// [BatchOrder] and [DataLoader].
///
/// Dimensions: `batch` sequences per training step, `tokens` per sequence (the context).
@NullMarked
package llm.text.dataset;

import org.jspecify.annotations.NullMarked;
