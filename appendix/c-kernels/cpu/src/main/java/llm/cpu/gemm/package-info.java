/// General matrix multiplication (GEMM) on one thread: what it must do, and its forms in Java and
/// by OpenBLAS; the one in machine code is in `llm.cpu.x86`.
///
/// Reading order: `Gemm`, `GemmTile`, `Panels`, `VectorApiGemm`, `OpenBlas`.
@NullMarked
package llm.cpu.gemm;

import org.jspecify.annotations.NullMarked;
