/// Layers: parameters together with the operation that uses them.
///
/// Reading order: `Layer`, `Linear`, `Embedding`, `Norm` with `LayerNorm` and
/// `RmsNorm`, `Dropout`, the activations, the losses.
@NullMarked
package llm.tensor.layer;

import org.jspecify.annotations.NullMarked;
