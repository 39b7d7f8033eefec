/// Chapter 3: attention, how a token gathers information from the tokens before it.
///
/// Dimensions: `batch` sequences of `tokens`, each token `embDim` values; `heads` query heads and
/// `kvHeads` key/value heads of `headDim` values.
@NullMarked
package llm.attention;

import org.jspecify.annotations.NullMarked;
