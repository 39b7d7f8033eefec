/// Weights kept in fewer bits, and the products of a few vectors with the rows of a matrix (GEMV),
/// which read each weight once.
///
/// Reading order: `Gemv`, `FloatGemv`, `QuantizedStorage`, `Bf16Storage`, `Int8Storage`,
/// `QuantizedCopies`, `StochasticRounding`.
@NullMarked
package llm.cpu.quantized;

import org.jspecify.annotations.NullMarked;
