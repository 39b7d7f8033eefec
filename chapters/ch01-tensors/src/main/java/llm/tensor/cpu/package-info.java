/// The CPU backend: Vector API kernels on native memory, matrix products among them; where vectors
/// are narrow, machine code or OpenBLAS multiplies.
///
/// The chapters never need this package; appendix C explains it.
///
/// Whoever reads by address does so in the body of a loop that `Workers` runs, and that body holds
/// the segments it reads: see `NativeBlock`.
///
/// Reading order: `CpuStorage`, `NativeBlock`, `MemoryPool`, `Workers`, `VectorMath`,
/// `CpuElements`, `CpuRows`, `SgemmTile`, `JavaSgemm`, `NativeFunction`, `Assembler`, `MachineCode`, `TileCode`,
/// `LayoutCode`, `TilePiece`, `MachineSgemm`, `ExpCode`, `OpenBlas`, `MatrixRows`, `FloatRows`,
/// `FourRows`, `FloatRowsCode`, `PackedStorage`, `RoundedVectors`, `Int8Code`, `CpuProducts`,
/// `WeightedRowsCode`, `SingleQuery`, `CpuAttention`.
@NullMarked
package llm.tensor.cpu;

import org.jspecify.annotations.NullMarked;
