/// Chapter 4: the architecture, attention and feed-forward layers stacked into a GPT that
/// generates text.
///
/// Dimensions: `batch` sequences of `tokens`, `embDim` values per token, `heads` of `headDim`,
/// `ffDim` inside a feed-forward layer, `layers` blocks, `vocabSize` tokens to choose from.
///
/// Reading order: `GptConfig`, `FeedForward`, `TransformerBlock`, `DecoderModel`, `LanguageModel`,
/// `ModelCache`, `ModelSize`; then generation: `SamplingStep` and its kinds, `Sampler`,
/// `Probabilities`, `Generation`.
@NullMarked
package llm.model;

import org.jspecify.annotations.NullMarked;
