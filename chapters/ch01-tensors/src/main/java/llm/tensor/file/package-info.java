/// Tensors in files: the safetensors format that model hubs exchange.
///
/// Reading order: `Safetensors`, `SafetensorsHeader`, `ElementType`, `AtomicFile`.
@NullMarked
package llm.tensor.file;

import org.jspecify.annotations.NullMarked;
