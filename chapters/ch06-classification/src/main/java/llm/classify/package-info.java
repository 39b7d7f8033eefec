/// Chapter 6, classification: a pretrained model learns to tell what kind of text it reads.
///
/// Dimensions: `batch` texts of `tokens` tokens, the shorter ones padded at the end; vectors of
/// `embDim`; `classes`.
///
/// Reading order: `Example` (a text and its class).
@NullMarked
package llm.classify;

import org.jspecify.annotations.NullMarked;
