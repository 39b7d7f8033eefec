/// The CPU backend: Vector API kernels on native memory, and OpenBLAS for matrix products.
///
/// The chapters never need this package; appendix C explains it.
///
/// Reading order: `CpuStorage`, `MemoryPool`, `Workers`, `VectorMath`, `CpuElements`, `CpuRows`,
/// `OpenBlas`, `MatrixVector`, `PackedStorage`, `CpuProducts`, `CpuAttention`.
@NullMarked
package llm.tensor.cpu;

import org.jspecify.annotations.NullMarked;
