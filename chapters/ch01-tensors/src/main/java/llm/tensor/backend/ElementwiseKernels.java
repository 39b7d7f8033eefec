package llm.tensor.backend;

/// Kernels that treat every value alike. All storages of a call have the same size.
public interface ElementwiseKernels {

    /// Functions of one value, with their derivatives.
    enum Function {
        /// `−x`
        NEGATE,
        /// `eˣ`
        EXP,
        /// `ln x`
        LOG,
        /// `√x`
        SQRT,
        /// `x²`
        SQUARE,
        /// `|x|`
        ABS,
        /// hyperbolic tangent
        TANH,
        /// `1 / (1 + e⁻ˣ)`
        SIGMOID,
        /// `max(x, 0)`
        RELU,
        /// `max(x, 0)²`
        RELU_SQUARED,
        /// `x · sigmoid(x)`
        SILU,
        /// `½x(1 + tanh(√(2/π)(x + 0.044715x³)))`
        GELU_TANH,
        /// `½x(1 + erf(x/√2))`
        GELU_EXACT
    }

    /// Functions of two values.
    enum Operator { ADD, SUBTRACT, MULTIPLY, DIVIDE }

    /// `y = f(x)`
    void apply(Function f, Storage x, Storage y);

    /// `gx = gy · f′(x)`, where `y = f(x)` is at hand too.
    void applyBackward(Function f, Storage x, Storage y, Storage gy, Storage gx, boolean add);

    /// `y = a ∘ b`
    void combine(Operator operator, Storage a, Storage b, Storage y, boolean add);

    /// `y = factor · x + shift`
    void scale(Storage x, float factor, float shift, Storage y, boolean add);

    /// `y = factor · x` for one value that lives on the device.
    void scale(Storage x, Storage factor, Storage y, boolean add);

    /// `y = silu(gate) · up`, the inside of SwiGLU.
    void swiglu(Storage gate, Storage up, Storage y);

    /// Gradients of [#swiglu] with respect to `gate` and `up`.
    void swigluBackward(Storage gate, Storage up, Storage gy, Target gGate, Target gUp);

    /// `y = value` where `mask` is not zero, else `x`.
    void maskedFill(Storage x, Storage mask, float value, Storage y, boolean add);

    /// Sets a share `rate` of the values to 0 and scales the others by `1 / (1 − rate)`.
    /// The same seed hides the same positions, so backward calls it again on the gradient.
    void dropout(Storage x, float rate, long seed, Storage y, boolean add);

    /// Where a gradient goes, and whether it is added to what stands there.
    record Target(Storage storage, boolean add) {
    }
}
