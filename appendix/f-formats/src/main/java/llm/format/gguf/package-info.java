/// GGUF files, in which llama.cpp and its relatives keep a whole model: settings, vocabulary and
/// weights, the weights often packed into a few bits each.
///
/// A file is, all little-endian: the letters `GGUF`, a version, how many tensors and settings
/// there are; the settings; name, shape, type and place of every tensor; and the data, each
/// tensor at a multiple of the alignment (32 bytes unless a setting says otherwise). Text is a
/// length in 64 bits and its UTF-8. Shapes stand the other way round: a matrix `(rows, columns)`
/// is stored row by row, but its shape is written `columns, rows`; here it is `(rows, columns)`.
///
/// Reading order: `GgufFile`, `GgufParts`, `GgufMetadata` and `GgufValue`; `GgufHeader` and
/// `GgufCursor`; then how numbers are packed: `GgufType`, `BlockFormat`, `FloatBlock`, `Q8Block`,
/// `Q4Block`, `Q5Block`, with a minimum beside the scale `Q41Block` and `Q51Block`, and the blocks
/// within blocks `Q4KBlock`, `Q5KBlock`, `Q6KBlock`, `Q2KBlock` and `Q3KBlock`; last `GgufWriter`,
/// and `AffineFit`, which finds the scales of `Q4KBlock`.
@NullMarked
package llm.format.gguf;

import org.jspecify.annotations.NullMarked;
