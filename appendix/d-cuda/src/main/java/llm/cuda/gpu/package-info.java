/// What the cuda device needs of a graphics processor, and how kernels are given their work.
///
/// Reading order: `Gpu`, `Grid`, `KernelSource`, `Signature`, `Kernel`, `Arguments`, `Products`.
@NullMarked
package llm.cuda.gpu;

import org.jspecify.annotations.NullMarked;
