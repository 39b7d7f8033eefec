/// Chapter 1: tensors, arrays that know how to compute their own gradients.
///
/// Dimensions, as spelled everywhere in the book: `batch` sequences, `tokens` in a sequence,
/// `embDim` values that stand for a token, `heads` of `headDim` values, `ffDim` inside a
/// feed-forward layer, `vocabSize` different tokens, `layers`, `classes`.
///
/// Reading order: `Shape`, `Tensor`, `GraphNode`, `Backpropagation`, `Scope`, `ActivationCheckpointing`; then
/// the packages `llm.tensor.op` (one operation at a time, forward and backward side by side),
/// `llm.tensor.layer`, `llm.tensor.optim`. What a device does is in `llm.tensor.backend`.
@NullMarked
package llm.tensor;

import org.jspecify.annotations.NullMarked;
