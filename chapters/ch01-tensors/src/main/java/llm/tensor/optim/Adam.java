package llm.tensor.optim;

import java.util.List;
import java.util.Map;
import llm.tensor.Tensor;

/// Adam: a step size for each value, from the running means of its gradient and of the square.
/// Weight decay, where a group asks for it, is added to the gradient.
///
/// `m = β₁m + (1−β₁)g`, `v = β₂v + (1−β₂)g²`, `p = p − lr · m̂ / (√v̂ + ε)` with
/// `m̂ = m / (1−β₁ᵗ)`, `v̂ = v / (1−β₂ᵗ)`. Source: Kingma and Ba (2015), algorithm 1.
public final class Adam implements Optimizer {
    private final Moments moments;
    private final AdamSettings settings;
    private double learningRate;

    public Adam(List<ParameterGroup> groups, double learningRate, AdamSettings settings) {
        this.moments = new Moments(groups);
        this.settings = settings;
        this.learningRate = learningRate;
    }

    @Override
    public void step() {
        moments.step(learningRate, settings, false);
    }

    @Override
    public void zeroGrad() {
        moments.zeroGrad();
    }

    @Override
    public double learningRate() {
        return learningRate;
    }

    @Override
    public void learningRate(double rate) {
        learningRate = rate;
    }

    @Override
    public int steps() {
        return moments.steps();
    }

    @Override
    public Map<String, Tensor> state() {
        return moments.state();
    }

    @Override
    public void restore(int steps, Map<String, Tensor> state) {
        moments.restore(steps, state);
    }
}
