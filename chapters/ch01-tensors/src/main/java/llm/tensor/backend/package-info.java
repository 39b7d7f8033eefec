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
/// Order of work: calls take effect in the order in which they were made, though a device may do
/// the work after the call has returned. Whatever gives values to the host ([Memory#read],
/// [Indices#values], [RowKernels#sumOfSquares]) waits for all work before it. What cannot be right
/// from the arguments alone is refused by the call itself; an error of work that is done later is
/// thrown by the next call that waits, at the latest by [Backend#synchronize()].
///
/// Threads: any thread may call a device, and several may at the same time, each with storages that
/// no other one is writing to. A storage that one thread has written is read by another only after
/// the usual hand-over between threads.
///
/// Reading order: `Storage`, `Indices`, `DType`, `Precision`, `Backend`, `Memory`, `HostMemory`,
/// `ElementwiseKernels`, `RowKernels`, `MatmulKernels`, `AttentionKernels`, `EmbeddingKernels`,
/// `OptimizerKernels`, `CounterRandom`, `DropoutMask`.
@NullMarked
package llm.tensor.backend;

import org.jspecify.annotations.NullMarked;
