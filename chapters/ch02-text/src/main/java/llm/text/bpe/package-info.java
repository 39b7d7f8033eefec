/// Byte-pair encoding, the tokenizer of GPT-2, Llama 3 and Qwen: learning the merges and applying
/// them.
///
/// Reading order: [ByteLevel], bytes as characters; [MergeTable] and [BytePairMerger], the merges;
/// [LongWordMerger] with [LongHeap], the same for long words; [Alphabet] and [BpeVocabulary];
/// [BpeSettings], [PieceEncoder] and [TextEncoder], the way of a text; [BpeTokenizer], which joins
/// them; [WordCounter], [WordCounting], [TrainingWords] and [PairCounts], the steps of
/// [BpeTrainer]. Arrays that grow and hash tables, for speed: [IntList], [LongIntMap],
/// [WordTable].
@NullMarked
package llm.text.bpe;

import org.jspecify.annotations.NullMarked;
