package llm.tensor.optim;

import java.util.Map;
import llm.tensor.Tensor;

/// Moves parameters against their gradients.
public sealed interface Optimizer permits Sgd, Moments {

    /// One step with the gradients of the last backward pass. Parameters without a gradient stay.
    void step();

    /// Forgets all gradients.
    void zeroGrad();

    double learningRate();

    /// Changes the step size, as a schedule does before every step.
    void learningRate(double rate);

    /// Steps taken.
    int steps();

    /// What the optimizer was made with, by name; the learning rate is the schedule's.
    Map<String, Object> settings();

    /// What the optimizer remembers of each parameter, by name, sharing its memory: each tensor has
    /// the shape of its parameter, or `(0)` where nothing needs to be remembered.
    Map<String, Tensor> state();

    /// Goes on from a stored state, with the names and shapes of [#state()].
    ///
    /// @throws IllegalArgumentException if names or shapes do not fit
    void restore(int steps, Map<String, Tensor> state);
}
