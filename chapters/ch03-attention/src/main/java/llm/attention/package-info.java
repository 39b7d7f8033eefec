/// Chapter 3: attention, how a token gathers information from the tokens before it.
///
/// Dimensions: `batch` sequences of `tokens`, each token `embDim` values; `heads` query heads and
/// `kvHeads` key/value heads of `headDim` values.
///
/// Reading order, a ladder in which each class adds one idea to the one before:
/// `SimpleSelfAttention` (weights from similarity), `SelfAttention` (queries, keys and values that
/// learn), `CausalMask`, `AttentionConfig` and `CausalSelfAttention` (no look at the future,
/// dropout), `StackedMultiHeadAttention` (several heads), `Heads` and `SplitMultiHeadAttention`
/// (all heads in one product), `GroupedQueryAttention` (heads that share keys and values),
/// `MultiHeadAttention` (the same, fast; with the rotary positions of `llm.attention.rotary` and
/// normalised heads where a model has them), `TokenRows` and `KvCache` (for generation). Beside the
/// ladder: `LatentConfig`, `MultiHeadLatentAttention` and `LatentCache` (keys and values made from
/// one short vector, `latentDim` values and `rotaryDim` for the position).
@NullMarked
package llm.attention;

import org.jspecify.annotations.NullMarked;
