package llm.tensor.optim;

import java.util.List;
import java.util.Map;
import llm.tensor.Tensor;

/// Adam with decoupled weight decay: every step first shrinks the parameter by `1 − lr · decay`,
/// whatever its gradient, then moves it as [Adam] does.
/// Source: Loshchilov and Hutter (2019), algorithm 2.
public final class AdamW implements Optimizer {
    private final Moments moments;
    private final AdamSettings settings;
    private double learningRate;

    public AdamW(List<ParameterGroup> groups, double learningRate, AdamSettings settings) {
        this.moments = new Moments(groups);
        this.settings = settings;
        this.learningRate = learningRate;
    }

    @Override
    public void step() {
        moments.step(learningRate, settings, true);
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
