/// Model files of other programs: GGUF, which llama.cpp and its relatives read, in and out, and the
/// checkpoints of llama2.c.
///
/// Reading order: `GgufFormat` and `Llama2CFormat` (how a model folder finds them), `Llama2CFile`,
/// `GgufModel` (the whole), `GgufConfig`, `GgufSettings` and `GgufRotary` (sizes and positions),
/// `GgufTokenizer` and `GgufPreTokenizer`, `GgufWeights`. The file itself is in `llm.format.gguf`.
@NullMarked
package llm.format;

import org.jspecify.annotations.NullMarked;
