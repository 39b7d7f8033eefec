/// From raw text to batches of token ids.
///
/// Reading order: [WordTokenizer] with its [Vocabulary], the simple start; [Tokenizer], what every
/// tokenizer can do; [ByteLevel], [Gpt2Splitter], [MergeTable] and [BytePairMerger], the three
/// steps of byte-pair encoding; [BpeTokenizer], which joins them; [BpeTrainer] with [PairCounts],
/// which learns the merges; [SentencePieceTokenizer], which merges characters instead of bytes;
/// [Tokenizers], files; [StreamingDecoder]; [TokenDataset] and [DataLoader], the batches a model
/// trains on; [TokenAndPositionEmbedding], its first layer. Conversations are in `llm.text.chat`.
///
/// Dimensions: `batch` sequences per training step, `tokens` per sequence (the context),
/// `vocabSize` different tokens, `embDim` numbers per token.
@NullMarked
package llm.text;

import org.jspecify.annotations.NullMarked;
