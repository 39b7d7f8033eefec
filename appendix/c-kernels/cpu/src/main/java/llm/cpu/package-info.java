/// The `cpu` device: kernels for vectors of values on native memory, shared by all cores.
///
/// The chapters never need this package, and nothing in them names it; `llm.tensor.plain` does the
/// same in loops to be read. Appendix C explains it.
///
/// Whoever reads by address does so in the body of a loop that `Workers` runs, and that body holds
/// the segments it reads: see `NativeBlock`.
///
/// Reading order: `CpuBackend`, `CpuStorage`, `CpuMemory`; `CpuElementwise` with `Activations`;
/// `CpuRows` with `RowMath`, `Norms`, `SoftmaxGradient`; `CpuMatmul` with `GemmChoice`,
/// `LinearEpilogue`; `CpuAttention` with `AttentionHead`, `AttentionSlice`, `AttentionScratch`,
/// then `AttentionForward` with `AttentionProducts`, `SingleQuery`, then `AttentionBackward`;
/// `CpuEmbedding`; `CpuOptimizer` with `AdamStep`, `RoundedAdam`. Below it: `llm.cpu.memory`,
/// `llm.cpu.simd`, `llm.cpu.gemm`, `llm.cpu.x86`, `llm.cpu.quantized`, each of which knows those
/// before it.
@NullMarked
package llm.cpu;

import org.jspecify.annotations.NullMarked;
