/// Chapter 5: pretraining, from a text to a model that has learned from it.
///
/// Dimensions: `batch` sequences of `tokens`; a *step* is one update of the parameters.
///
/// Reading order: `NextToken` (the objective that the loop in `llm.train` makes smaller),
/// `Pretraining`, `Recipe`, `Perplexity`, `Preset`, `Plan`, `MemorySaving`, `CacheChart`.
/// Model folders, as the rest of the world has them, are in `llm.pretrain.folder`.
@NullMarked
package llm.pretrain;

import org.jspecify.annotations.NullMarked;
