package llm.tensor.layer;

import llm.tensor.Tensor;

/// Gaussian error linear unit: `x · Φ(x)`, a smooth step that lets a little of the negative side
/// through. Source: Hendrycks and Gimpel (2016).
public final class Gelu extends Layer {

    /// How `Φ` is computed.
    public enum Form {
        /// `½(1 + tanh(√(2/π)(x + 0.044715x³)))`, as in GPT-2.
        TANH,
        /// `½(1 + erf(x/√2))`
        EXACT
    }

    private final Form form;

    public Gelu(Form form) {
        this.form = form;
    }

    /// Shapes: input and result `(...)`.
    public Tensor forward(Tensor x) {
        return switch (form) {
            case TANH -> x.gelu();
            case EXACT -> x.geluExact();
        };
    }
}
