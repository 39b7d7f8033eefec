/// Tokenizers from files and into files, in the formats of Hugging Face, OpenAI, SentencePiece and
/// llama2.c.
///
/// Reading order: [Tokenizers], which finds the reader; [Gpt2Files] and [BytePairs], lists of
/// tokens and merges; [EmbeddedGpt2]; [JsonFile]; [FileKind]; [TokenizerJsonReader] and
/// [TokenizerJsonWriter] with [TokenizerConfig], and the sections of `tokenizer.json`:
/// [NormalizerJson], [PreTokenizerJson], [MetaspaceJson], [TemplateJson], [SentencePieceJson],
/// [SentencePieceJsonParts]; [SentencePieceModel] with [ProtobufMessage]; [Llama2cFiles];
/// [ChatTemplateFile].
@NullMarked
package llm.text.files;

import org.jspecify.annotations.NullMarked;
