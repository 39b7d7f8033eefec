/// SentencePiece's byte-pair encoding, the tokenizer of Llama 2 and Gemma, which merges characters
/// instead of bytes.
///
/// Reading order: [SentencePiece]; [ScoredMerges], from scores to merges; [CharacterAlphabet];
/// [SentencePieceVocabulary]; [SentencePieceTokenizer]; [SentencePieces], which makes one.
@NullMarked
package llm.text.sentencepiece;

import org.jspecify.annotations.NullMarked;
