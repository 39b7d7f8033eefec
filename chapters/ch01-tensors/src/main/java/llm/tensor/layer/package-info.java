/// Layers: parameters together with the operation that uses them.
///
/// Reading order: `Initializer`, `Layer`, `Linear`, `Embedding`, `Norm` with `LayerNorm` and
/// `RmsNorm`, `Dropout`; the activations `Gelu` and `Silu`; the losses `CrossEntropyLoss` and
/// `MeanSquaredError`.
@NullMarked
package llm.tensor.layer;

import org.jspecify.annotations.NullMarked;
