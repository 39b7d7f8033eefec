/// Chapter 4: the architecture, attention and feed-forward layers stacked into a model that
/// generates text: GPT-2 first, then by small steps Llama, its relatives, Qwen3 and Gemma 3.
///
/// Dimensions: `batch` sequences of `tokens`, `embDim` values per token, `heads` of `headDim`,
/// `ffDim` inside a feed-forward layer, `layers` blocks, `vocabSize` tokens to choose from.
///
/// Reading order: `GptConfig`, `GeluFeedForward`, `TransformerBlock`, `DecoderModel`,
/// `LanguageModel`, `ModelCache`, `ModelSize`; then generation, in [llm.model.decode]; then the
/// families: `DecoderConfig` and `BlockConfig` with `NormConfig` and `FeedForwardConfig`,
/// `LlamaConfig` with `GatedFeedForward`, `LlamaVariant` with `Qwen3Config` and `Gemma3Config`;
/// `FamilyConfig`, six families in one; `Qwen3MoeConfig` with `MixtureOfExperts`; `ModernConfig`
/// with `Smear`; `CacheSize`.
@NullMarked
package llm.model;

import org.jspecify.annotations.NullMarked;
