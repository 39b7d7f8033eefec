/// Tensors on a graphics processor, through CUDA: the same contract as the other devices keep.
///
/// The kernels are CUDA C++ among this module's resources; the classes here say how many threads run
/// them, and on what. Each kernel does what the class of the same topic in `llm.tensor.plain` does.
///
/// Reading order: `CudaBackend`, `Kernels`, `CudaStorage`, `CudaIndices`, `DevicePool`, `CudaMemory`,
/// `FourAxes`, `Packer`, `CudaElementwise`, `CudaRows`, `CudaMatmul`, `FewRows`,
/// `CudaAttention`, `CudaEmbedding`, `CudaOptimizer`.
@NullMarked
package llm.cuda;

import org.jspecify.annotations.NullMarked;
