/// Machine code for x86-64 with AVX2 that Java writes: products, exponentials, layouts, and rows of
/// weights. `MachineCode` is its one door; `-Dllm.cpu.native=off` closes it, and the kernels in Java
/// do the same.
///
/// Reading order: `Register`, `Place`, `Label`, `InstructionEncoder`, `Assembler`, `Avx512`,
/// `MachineCode`;
/// `TileCode`, `LayoutCode`, `TileWorkspace`, `PanelBlock`, `TilePiece`, `X86Gemm` (products);
/// `ExpCode` (exponentials); `FourRows`, `Passes`, `GemvTile`, `GemvCode`, `RoundedVectors`,
/// `Int8Code`, `Int8VectorsCode`, `WeightedRowsCode` (rows).
@NullMarked
package llm.cpu.x86;

import org.jspecify.annotations.NullMarked;
