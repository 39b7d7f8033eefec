/// What a device must be able to do for the tensors that live on it.
///
/// A tensor never touches memory itself: it asks its [llm.tensor.backend.Backend]. The readable
/// device is `llm.tensor.plain`, the fast one `llm.cpu` in appendix C; another joins by providing a
/// `Backend` through [java.util.ServiceLoader]. What a device must do is what chapter 1's tests
/// ask, which run on each of them.
///
/// Conventions of every kernel: storages hold contiguous row-major float32 values, but for weights
/// that [llm.tensor.backend.Memory] keeps in another [llm.tensor.backend.DType]; a parameter
/// named `add` says whether the result is added to what stands in the target (`true`) or
/// replaces it (`false`), which is how gradients accumulate.
///
/// Reading order: `Storage`, `DType`, `Backend`, `Memory`, `ElementwiseKernels`, `RowKernels`,
/// `MatmulKernels`, `AttentionKernels`, `EmbeddingKernels`, `OptimizerKernels`, `DropoutMask`.
@NullMarked
package llm.tensor.backend;

import org.jspecify.annotations.NullMarked;
