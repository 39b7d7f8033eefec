/// Chapter 1: tensors, arrays that know how to compute their own gradients.
///
/// Dimensions, as spelled everywhere in the book: `batch` sequences, `tokens` in a sequence,
/// `embDim` values that stand for a token, `heads` of `headDim` values, `ffDim` inside a
/// feed-forward layer, `vocabSize` different tokens, `layers`, `classes`.
///
/// Reading order: `Shape`, `IntTensor`, `Tensor` with `TensorValues` and `Operations`, `GraphNode`,
/// `Gradient`, `Backpropagation`, `Parameter`, `Autograd`, `Scope`, `ActivationCheckpointing`,
/// `RandomState`; `Elementwise`, `Reduction`, `Layout`, `Matmul`, `Softmax`, `CrossEntropy` and
/// `Indexing` (one class for each kind of operation, forward and backward side by side); then the
/// packages `llm.tensor.op` (operations of networks), `llm.tensor.layer`, `llm.tensor.optim`, `llm.tensor.file`. What a device must do
/// is in `llm.tensor.backend`, done readably in `llm.tensor.plain`; `Backends` finds devices.
@NullMarked
package llm.tensor;

import org.jspecify.annotations.NullMarked;
