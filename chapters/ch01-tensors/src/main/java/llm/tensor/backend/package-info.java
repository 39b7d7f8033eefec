/// What a device must be able to do for the tensors that live on it.
///
/// A tensor never touches memory itself: it asks its [llm.tensor.backend.Backend]. The CPU backend is in
/// `llm.tensor.cpu`; another device joins by providing a `Backend` through [java.util.ServiceLoader].
///
/// Conventions of every kernel: storages hold contiguous row-major float32 values, but for weights
/// that [llm.tensor.backend.Memory] keeps in another [llm.tensor.backend.Precision]; a parameter
/// named `add` says whether the result is added to what stands in the target (`true`) or
/// replaces it (`false`), which is how gradients accumulate.
///
/// Reading order: `Storage`, `Precision`, `Backend`, `Memory`, `ElementwiseKernels`, `RowKernels`, `MatmulKernels`, `AttentionKernels`,
/// `EmbeddingKernels`, `OptimizerKernels`.
@NullMarked
package llm.tensor.backend;

import org.jspecify.annotations.NullMarked;
