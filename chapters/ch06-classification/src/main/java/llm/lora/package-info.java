/// Chapter 6, low-rank adaptation: a model learns something new by a small change to its weights.
///
/// Dimensions: a linear layer reads `in` values and gives `out`; the change to its weight is of
/// rank `rank`.
///
/// Reading order: `LoraConfig` and `LoraTargets` (what is adapted, and how much), `LoraLayer` (the
/// idea itself), `LoraModule` and `Lora` (the adapters of a whole model), `PeftAdapter`,
/// `PeftConfigJson` and `PeftReader` (adapters as the peft library has them, in and out).
@NullMarked
package llm.lora;

import org.jspecify.annotations.NullMarked;
