/// Tensors in files: the safetensors format that model hubs exchange.
///
/// Reading order: `TensorFile` (what every format can do), `Safetensors`, `SafetensorsHeader`,
/// `ElementType`, `FloatReader` and `Pieces` (from stored numbers to a tensor); `AtomicFile`.
@NullMarked
package llm.tensor.file;

import org.jspecify.annotations.NullMarked;
