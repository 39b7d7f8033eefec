package llm.tensor.optim;

import java.util.List;

/// Adam: a step size for each value, from the running means of its gradient and of the square.
/// Weight decay, where a group asks for it, is added to the gradient.
///
/// `m = β₁m + (1−β₁)g`, `v = β₂v + (1−β₂)g²`, `p = p − lr · m̂ / (√v̂ + ε)` with
/// `m̂ = m / (1−β₁ᵗ)`, `v̂ = v / (1−β₂ᵗ)`. Source: Kingma and Ba (2015), algorithm 1.
public final class Adam extends Moments {

    public Adam(List<ParameterGroup> groups, double learningRate, AdamConfig settings) {
        super(groups, groups, learningRate, settings, false);
    }
}
