/// The CPU backend: Vector API kernels on native memory, matrix products among them; where vectors
/// are narrow, machine code or OpenBLAS multiplies.
///
/// The chapters never need this package; appendix C explains it.
///
/// Whoever reads by address does so in the body of a loop that `Workers` runs, and that body holds
/// the segments it reads: see `NativeBlock`.
///
/// Reading order: `CpuStorage`, `NativeBlock`, `MemoryPool`, `Workers`, `VectorMath`,
/// `CpuElementwise`, `CpuRows`, `GemmTile`, `VectorApiGemm`, `NativeFunction`, `Assembler`, `MachineCode`, `TileCode`,
/// `LayoutCode`, `TilePiece`, `X86Gemm`, `ExpCode`, `OpenBlas`, `Gemv`, `FloatGemv`,
/// `FourRows`, `GemvCode`, `QuantizedStorage`, `RoundedVectors`, `Int8Code`, `CpuMatmul`,
/// `WeightedRowsCode`, `SingleQuery`, `CpuAttention`.
@NullMarked
package llm.cpu;

import org.jspecify.annotations.NullMarked;
