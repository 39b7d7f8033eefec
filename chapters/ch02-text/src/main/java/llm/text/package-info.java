/// From raw text to batches of token ids: what every tokenizer can do, words as tokens, ids to
/// text one by one.
///
/// Reading order of the chapter:
/// 1. [WordTokenizer] with its [Vocabulary], the simple start; [Tokenizer], what every tokenizer
///    can do, with [SpecialTokens] and [TextPlace]; [Utf8], the bytes of a text;
/// 2. `llm.text.pretokenize`, from text to pieces;
/// 3. `llm.text.bpe`, byte-pair encoding and how its merges are learned;
/// 4. `llm.text.sentencepiece`, which merges characters instead of bytes;
/// 5. `llm.text.files`, tokenizers from files and into files;
/// 6. [StreamingDecoder], text as a model writes it; [Characters] and [TextChunks], text of any
///    size; `llm.text.chat`, conversations;
/// 7. `llm.text.dataset`, the batches a model trains on;
/// 8. [TokenAndPositionEmbedding], the first layer of a model.
///
/// Dimensions: `batch` sequences per training step, `tokens` per sequence (the context),
/// `vocabSize` different tokens, `embDim` numbers per token.
@NullMarked
package llm.text;

import org.jspecify.annotations.NullMarked;
