package llm.tensor.optim;

import java.util.List;
import java.util.Map;
import llm.tensor.Tensor;

/// Moves parameters against their gradients.
public abstract sealed class Optimizer permits Sgd, Moments {
    private final List<ParameterGroup> groups;
    private double learningRate;
    private int steps;

    Optimizer(List<ParameterGroup> groups, double learningRate) {
        this.groups = ParameterGroup.requireDistinct(groups);
        this.learningRate = learningRate;
    }

    final List<ParameterGroup> groups() {
        return groups;
    }

    /// One step with the gradients of the last backward pass. Parameters without a gradient stay.
    public final void step() {
        steps++;
        groups.forEach(group -> step(group, learningRate * group.rateFactor()));
    }

    abstract void step(ParameterGroup group, double rate);

    /// Forgets all gradients.
    public final void zeroGrad() {
        groups.forEach(group -> group.parameters().values().forEach(Tensor::zeroGrad));
    }

    public final double learningRate() {
        return learningRate;
    }

    /// Changes the step size, as a schedule does before every step.
    public final void learningRate(double rate) {
        learningRate = rate;
    }

    /// Steps taken.
    public final int steps() {
        return steps;
    }

    /// What the optimizer was made with, by name; the learning rate is the schedule's.
    public abstract Map<String, Object> settings();

    /// What the optimizer remembers of each parameter, by name, sharing its memory: each tensor has
    /// the shape of its parameter, or `(0)` where nothing needs to be remembered.
    public abstract Map<String, Tensor> state();

    /// Goes on from a stored state, with the names and shapes of [#state()].
    ///
    /// @throws IllegalArgumentException if names or shapes do not fit
    public final void restore(int stored, Map<String, Tensor> state) {
        Map<String, Tensor> own = state();
        if (!own.keySet().equals(state.keySet())) {
            throw new IllegalArgumentException("an optimizer state must hold " + own.size()
                    + " tensors named after the parameters, got " + state.size());
        }
        own.forEach((name, tensor) -> tensor.shape().requireSame(name, state.get(name).shape()));
        own.forEach((name, tensor) -> tensor.copyFrom(state.get(name)));
        steps = stored;
    }
}
