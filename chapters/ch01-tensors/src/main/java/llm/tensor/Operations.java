package llm.tensor;

import llm.tensor.backend.ElementwiseKernels.Function;
import llm.tensor.backend.ElementwiseKernels.Operator;

/// What can be computed with tensors. Each method leads to a class beside this one that holds
/// formula, forward and backward. In the formulas `x` is this tensor.
///
/// Two tensors of different shape are stretched to a common one: axes are aligned at the end and
/// an extent of 1 repeats. Of one axis among others, `n` is the extent: `(outer, n, inner)`, where
/// `outer` and `inner` stand for any axes before and behind it.
public sealed interface Operations permits Tensor {

    private Tensor self() {
        return (Tensor) this;
    }

    // ---- Arithmetic, value by value ----

    /// `x + other`. Shapes: `(...)` and `(...)` → the common shape.
    default Tensor add(Tensor other) {
        return Elementwise.combine(Operator.ADD, self(), other);
    }

    /// The sum, written over this tensor: for one that no other operation needs.
    /// Shapes: both and the result `(...)`.
    default Tensor addInPlace(Tensor other) {
        return Elementwise.addInPlace(self(), other);
    }

    /// `x − other`. Shapes: `(...)` and `(...)` → the common shape.
    default Tensor sub(Tensor other) {
        return Elementwise.combine(Operator.SUBTRACT, self(), other);
    }

    /// `x · other`, value by value. Shapes: `(...)` and `(...)` → the common shape.
    default Tensor mul(Tensor other) {
        return Elementwise.combine(Operator.MULTIPLY, self(), other);
    }

    /// `x / other`. Shapes: `(...)` and `(...)` → the common shape.
    default Tensor div(Tensor other) {
        return Elementwise.combine(Operator.DIVIDE, self(), other);
    }

    /// `x + value`. Shapes: `(...)` → `(...)`.
    default Tensor add(double value) {
        return Elementwise.scale(self(), 1, value);
    }

    /// `x − value`. Shapes: `(...)` → `(...)`.
    default Tensor sub(double value) {
        return Elementwise.scale(self(), 1, -value);
    }

    /// `factor · x`. Shapes: `(...)` → `(...)`.
    default Tensor mul(double factor) {
        return Elementwise.scale(self(), factor, 0);
    }

    /// `x / divisor`. Shapes: `(...)` → `(...)`.
    default Tensor div(double divisor) {
        return Elementwise.scale(self(), 1 / divisor, 0);
    }

    /// `−x`. Shapes: `(...)` → `(...)`.
    default Tensor neg() {
        return Elementwise.apply(Function.NEGATE, self());
    }

    /// `eˣ`. Shapes: `(...)` → `(...)`.
    default Tensor exp() {
        return Elementwise.apply(Function.EXP, self());
    }

    /// Natural logarithm. Shapes: `(...)` → `(...)`.
    default Tensor log() {
        return Elementwise.apply(Function.LOG, self());
    }

    /// `√x`. Shapes: `(...)` → `(...)`.
    default Tensor sqrt() {
        return Elementwise.apply(Function.SQRT, self());
    }

    /// `x²`. Shapes: `(...)` → `(...)`.
    default Tensor square() {
        return Elementwise.apply(Function.SQUARE, self());
    }

    /// `|x|`. Shapes: `(...)` → `(...)`.
    default Tensor abs() {
        return Elementwise.apply(Function.ABS, self());
    }

    /// `(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)`. Shapes: `(...)` → `(...)`.
    default Tensor tanh() {
        return Elementwise.apply(Function.TANH, self());
    }

    /// `1 / (1 + e⁻ˣ)`. Shapes: `(...)` → `(...)`.
    default Tensor sigmoid() {
        return Elementwise.apply(Function.SIGMOID, self());
    }

    /// `max(x, 0)`. Shapes: `(...)` → `(...)`.
    default Tensor relu() {
        return Elementwise.apply(Function.RELU, self());
    }

    /// `max(x, 0)²`. Shapes: `(...)` → `(...)`.
    default Tensor reluSquared() {
        return Elementwise.apply(Function.RELU_SQUARED, self());
    }

    /// `x · sigmoid(x)`. Shapes: `(...)` → `(...)`.
    default Tensor silu() {
        return Elementwise.apply(Function.SILU, self());
    }

    /// `½x(1 + tanh(√(2/π)(x + 0.044715x³)))`, as GPT-2 has it. Shapes: `(...)` → `(...)`.
    default Tensor gelu() {
        return Elementwise.apply(Function.GELU_TANH, self());
    }

    /// `½x(1 + erf(x/√2))`. Shapes: `(...)` → `(...)`.
    default Tensor geluExact() {
        return Elementwise.apply(Function.GELU_EXACT, self());
    }

    // ---- Sums ----

    /// Sum of all values. Shapes: `(...)` → `()`.
    default Tensor sum() {
        return Reduction.sum(self());
    }

    /// Sum over one axis, which disappears. Shapes: `(outer, n, inner)` → `(outer, inner)`.
    default Tensor sum(int axis) {
        return Reduction.sum(self(), axis);
    }

    /// Mean of all values. Shapes: `(...)` → `()`.
    default Tensor mean() {
        return Reduction.mean(self());
    }

    /// Mean over one axis, which disappears. Shapes: `(outer, n, inner)` → `(outer, inner)`.
    default Tensor mean(int axis) {
        return Reduction.mean(self(), axis);
    }

    /// Largest value over one axis, which disappears.
    /// Shapes: `(outer, n, inner)` → `(outer, inner)`.
    default Tensor max(int axis) {
        return Reduction.max(self(), axis);
    }

    /// Position of the largest value over one axis, which disappears.
    /// Shapes: `(outer, n, inner)` → `(outer, inner)`.
    default IntTensor argmax(int axis) {
        return Reduction.argmax(self(), axis);
    }

    // ---- Products ----

    /// Matrix product over the last two axes: `(..., m, k)` and `(..., k, n)` → `(..., m, n)`.
    default Tensor matmul(Tensor other) {
        return Matmul.product(self(), other, false);
    }

    /// The product with `other` transposed: `(..., m, k) · (..., n, k)ᵀ` → `(..., m, n)`.
    default Tensor matmulTransposed(Tensor other) {
        return Matmul.product(self(), other, true);
    }

    // ---- Other shapes of the same values ----

    /// The same values in another shape; one extent may be −1 and follows from the others.
    /// Shapes: `(...)` → `shape`.
    default Tensor reshape(int... shape) {
        return Layout.reshape(self(), shape);
    }

    /// Exchanges two axes: 0 and 2 turn `(a, b, c)` into `(c, b, a)`.
    default Tensor transpose(int axis, int other) {
        return Layout.transpose(self(), axis, other);
    }

    /// Axis `i` of the result is axis `axes[i]` of this tensor: 2, 0, 1 turn `(a, b, c)` into
    /// `(c, a, b)`.
    default Tensor permute(int... axes) {
        return Layout.permute(self(), axes);
    }

    /// Indices `from` (inclusive) to `to` (exclusive) of one axis.
    /// Shapes: `(outer, n, inner)` → `(outer, to − from, inner)`.
    default Tensor slice(int axis, int from, int to) {
        return Layout.slice(self(), axis, from, to);
    }

    /// The values repeated along axes of extent 1 or new axes in front.
    /// Shapes: `(...)` → `shape`.
    default Tensor broadcastTo(int... shape) {
        return Layout.broadcast(self(), Shape.of(shape));
    }

    /// Tensors joined along one axis.
    /// Shapes: `(outer, m, inner)` and `(outer, n, inner)` → `(outer, m + n, inner)`.
    static Tensor concat(int axis, Tensor... parts) {
        return Layout.concat(axis, parts);
    }

    // ---- Choosing ----

    /// Rows of this `(rows, columns)` table. Shapes: ids `(...)` → `(..., columns)`.
    default Tensor rows(IntTensor ids) {
        return Indexing.rows(self(), ids);
    }

    /// One value of each row. Shapes: `(..., columns)` with ids `(...)` → `(...)`.
    default Tensor gather(IntTensor ids) {
        return Indexing.gather(self(), ids);
    }

    /// `value` where `mask` is not 0. The mask may be smaller and is stretched.
    /// Shapes: `(...)` → `(...)`.
    default Tensor maskedFill(Tensor mask, double value) {
        return Indexing.maskedFill(self(), mask, value);
    }

    // ---- Probabilities ----

    /// Softmax over the last axis. Shapes: `(..., classes)` → `(..., classes)`.
    default Tensor softmax() {
        return Softmax.softmax(self());
    }

    /// Softmax over any axis. Shapes: `(...)` → `(...)`.
    default Tensor softmax(int axis) {
        return Softmax.softmax(self(), axis);
    }

    /// Logarithm of softmax over the last axis.
    /// Shapes: `(..., classes)` → `(..., classes)`.
    default Tensor logSoftmax() {
        return Softmax.logSoftmax(self());
    }

    /// Mean cross-entropy, in nats, of these logits `(..., classes)` against targets `(...)`; the
    /// result is `()`. Targets of [CrossEntropy#IGNORED] do not count.
    default Tensor crossEntropy(IntTensor targets) {
        return CrossEntropy.mean(self(), targets);
    }
}
