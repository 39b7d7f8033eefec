package llm.tensor.optim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import llm.tensor.Parameter;
import llm.tensor.Shape;
import llm.tensor.Tensor;

/// Stochastic gradient descent: `v = momentum · v + g`, `p = p − lr · v`. Weight decay, where a
/// group asks for it, is added to the gradient. Source: Goodfellow et al. (2016), §8.3.
public final class Sgd implements Optimizer {
    private final List<ParameterGroup> groups;
    private final Map<String, Tensor> velocities = new LinkedHashMap<>();
    private final double momentum;
    private double learningRate;
    private int steps;

    public Sgd(List<ParameterGroup> groups, double learningRate, double momentum) {
        this.groups = ParameterGroup.requireDistinct(groups);
        this.learningRate = learningRate;
        this.momentum = momentum;
        for (ParameterGroup group : groups) {
            group.parameters().forEach((name, parameter) -> velocities.put("velocity." + name,
                    Tensor.full(0, momentum == 0 ? Shape.of(0) : parameter.shape(),
                            parameter.backend()).keep()));
        }
    }

    @Override
    public void step() {
        steps++;
        groups.forEach(group -> group.parameters().forEach(
                (name, parameter) -> step(group, parameter, velocities.get("velocity." + name))));
    }

    private void step(ParameterGroup group, Parameter parameter, Tensor velocity) {
        parameter.update(gradient -> parameter.backend().optimizer().sgd(
                learningRate * group.rateFactor(), momentum, group.weightDecay(),
                parameter.storage(), gradient, velocity.storage()));
    }

    @Override
    public void zeroGrad() {
        groups.forEach(group -> group.parameters().values().forEach(Tensor::zeroGrad));
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
        return steps;
    }

    @Override
    public Map<String, Object> settings() {
        return Map.of("name", "Sgd", "momentum", momentum,
                "groups", ParameterGroup.describe(groups));
    }

    @Override
    public Map<String, Tensor> state() {
        return new LinkedHashMap<>(velocities);
    }

    @Override
    public void restore(int stored, Map<String, Tensor> state) {
        ParameterGroup.restore(velocities, state);
        steps = stored;
    }
}
