/// The readable device: every kernel as a plain loop over a Java array, with its derivative beside
/// it. One thread, no vectors, nothing native.
///
/// It is slow, and that is its point: this is all that softmax or attention do. Appendix C does the
/// same fast. `Backends.named("plain")` or `--device plain` choose it.
///
/// Sums along a row or column are taken in double precision, so that their order hardly matters.
/// In the formulas `gx` is the gradient of the loss with respect to `x`, and `⊙` multiplies value
/// by value.
///
/// Reading order: `PlainElementwise`, `PlainRows`, `PlainMatmul`, `PlainAttention`,
/// `PlainEmbedding`, `PlainOptimizer`; then what is under them: `PlainStorage`, `Rounding`,
/// `PlainMemory`, `PlainBackend`.
@NullMarked
package llm.tensor.plain;

import org.jspecify.annotations.NullMarked;
