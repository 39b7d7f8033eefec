package llm.tensor;

import llm.tensor.backend.ElementwiseKernels.Function;
import llm.tensor.backend.ElementwiseKernels.Operator;

/// What can be computed with tensors. Each method leads to a class of `llm.tensor.op` that holds
/// formula, forward and backward.
///
/// Two tensors of different shape are stretched to a common one: axes are aligned at the end and
/// an extent of 1 repeats.
public sealed interface Operations permits Tensor {

    private Tensor self() {
        return (Tensor) this;
    }

    // ---- Arithmetic, value by value ----

    default Tensor add(Tensor other) {
        return Elementwise.combine(Operator.ADD, self(), other);
    }

    /// The sum, written over this tensor: for one that no other operation needs.
    default Tensor addInPlace(Tensor other) {
        return Elementwise.addInPlace(self(), other);
    }

    default Tensor sub(Tensor other) {
        return Elementwise.combine(Operator.SUBTRACT, self(), other);
    }

    default Tensor mul(Tensor other) {
        return Elementwise.combine(Operator.MULTIPLY, self(), other);
    }

    default Tensor div(Tensor other) {
        return Elementwise.combine(Operator.DIVIDE, self(), other);
    }

    default Tensor add(double value) {
        return Elementwise.scale(self(), 1, value);
    }

    default Tensor sub(double value) {
        return Elementwise.scale(self(), 1, -value);
    }

    default Tensor mul(double factor) {
        return Elementwise.scale(self(), factor, 0);
    }

    default Tensor div(double divisor) {
        return Elementwise.scale(self(), 1 / divisor, 0);
    }

    default Tensor neg() {
        return Elementwise.apply(Function.NEGATE, self());
    }

    default Tensor exp() {
        return Elementwise.apply(Function.EXP, self());
    }

    /// Natural logarithm.
    default Tensor log() {
        return Elementwise.apply(Function.LOG, self());
    }

    default Tensor sqrt() {
        return Elementwise.apply(Function.SQRT, self());
    }

    default Tensor square() {
        return Elementwise.apply(Function.SQUARE, self());
    }

    default Tensor abs() {
        return Elementwise.apply(Function.ABS, self());
    }

    default Tensor tanh() {
        return Elementwise.apply(Function.TANH, self());
    }

    default Tensor sigmoid() {
        return Elementwise.apply(Function.SIGMOID, self());
    }

    default Tensor relu() {
        return Elementwise.apply(Function.RELU, self());
    }

    /// `x · sigmoid(x)`
    default Tensor silu() {
        return Elementwise.apply(Function.SILU, self());
    }

    /// `½x(1 + tanh(√(2/π)(x + 0.044715x³)))`, as GPT-2 has it.
    default Tensor gelu() {
        return Elementwise.apply(Function.GELU_TANH, self());
    }

    /// `½x(1 + erf(x/√2))`
    default Tensor geluExact() {
        return Elementwise.apply(Function.GELU_EXACT, self());
    }

    // ---- Sums ----

    /// Sum of all values, shape `()`.
    default Tensor sum() {
        return Reduction.sum(self());
    }

    /// Sum over one axis, which disappears.
    default Tensor sum(int axis) {
        return Reduction.sum(self(), axis);
    }

    /// Mean of all values, shape `()`.
    default Tensor mean() {
        return Reduction.mean(self());
    }

    /// Mean over one axis, which disappears.
    default Tensor mean(int axis) {
        return Reduction.mean(self(), axis);
    }

    /// Largest value over one axis, which disappears.
    default Tensor max(int axis) {
        return Reduction.max(self(), axis);
    }

    /// Position of the largest value over one axis, which disappears.
    default IntTensor argmax(int axis) {
        return Reduction.argmax(self(), axis);
    }

    // ---- Products ----

    /// Matrix product over the last two axes: `(…, m, k) · (…, k, n)` → `(…, m, n)`.
    default Tensor matmul(Tensor other) {
        return Matmul.product(self(), other, false);
    }

    /// The product with `other` transposed: `(…, m, k) · (…, n, k)ᵀ` → `(…, m, n)`.
    default Tensor matmulTransposed(Tensor other) {
        return Matmul.product(self(), other, true);
    }

    // ---- Other shapes of the same values ----

    /// The same values in another shape; one extent may be −1 and follows from the others.
    default Tensor reshape(int... shape) {
        return Layout.reshape(self(), shape);
    }

    /// Exchanges two axes.
    default Tensor transpose(int axis, int other) {
        return Layout.transpose(self(), axis, other);
    }

    /// Axis `i` of the result is axis `axes[i]` of this tensor.
    default Tensor permute(int... axes) {
        return Layout.permute(self(), axes);
    }

    /// Indices `from` (inclusive) to `to` (exclusive) of one axis.
    default Tensor slice(int axis, int from, int to) {
        return Layout.slice(self(), axis, from, to);
    }

    /// The values repeated along axes of extent 1 or new axes in front.
    default Tensor broadcastTo(int... shape) {
        return Layout.broadcast(self(), Shape.of(shape));
    }

    /// Tensors joined along one axis.
    static Tensor concat(int axis, Tensor... parts) {
        return Layout.concat(axis, parts);
    }

    // ---- Choosing ----

    /// Rows of this `(rows, columns)` table: `(…)` ids → `(…, columns)`.
    default Tensor rows(IntTensor ids) {
        return Indexing.rows(self(), ids);
    }

    /// One value of each row: `(…, columns)` with ids `(…)` → `(…)`.
    default Tensor gather(IntTensor ids) {
        return Indexing.gather(self(), ids);
    }

    /// `value` where `mask` is not 0. The mask may be smaller and is stretched.
    default Tensor maskedFill(Tensor mask, double value) {
        return Indexing.maskedFill(self(), mask, value);
    }

    // ---- Probabilities ----

    /// Softmax over the last axis.
    default Tensor softmax() {
        return Softmax.softmax(self());
    }

    /// Softmax over any axis.
    default Tensor softmax(int axis) {
        return Softmax.softmax(self(), axis);
    }

    /// Logarithm of softmax over the last axis.
    default Tensor logSoftmax() {
        return Softmax.logSoftmax(self());
    }

    /// Mean cross-entropy, in nats, of these logits `(…, classes)` against targets `(…)`; targets
    /// of [CrossEntropy#IGNORED] do not count.
    default Tensor crossEntropy(IntTensor targets) {
        return CrossEntropy.mean(self(), targets);
    }
}
