package llm.tensor.optim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import llm.tensor.Shape;
import llm.tensor.Tensor;

/// Stochastic gradient descent: `v = momentum · v + g`, `p = p − lr · v`. Weight decay, where a
/// group asks for it, is added to the gradient. Source: Goodfellow et al. (2016), §8.3.
public final class Sgd extends Optimizer {
    private final Map<String, Tensor> velocities = new LinkedHashMap<>();
    private final double momentum;

    public Sgd(List<ParameterGroup> groups, double learningRate, double momentum) {
        super(groups, learningRate);
        this.momentum = momentum;
        for (ParameterGroup group : groups) {
            group.parameters().forEach((name, parameter) -> velocities.put("velocity." + name,
                    Tensor.full(0, momentum == 0 ? Shape.of(0) : parameter.shape(),
                            parameter.backend()).keep()));
        }
    }

    @Override
    void step(ParameterGroup group, double rate) {
        group.parameters().forEach((name, parameter) -> parameter.update(gradient ->
                parameter.backend().optimizer().sgd(rate, momentum, group.weightDecay(),
                        parameter.storage(), gradient,
                        velocities.get("velocity." + name).storage())));
    }

    @Override
    public Map<String, Object> settings() {
        return Map.of("name", "Sgd", "momentum", momentum,
                "groups", ParameterGroup.describe(groups()));
    }

    @Override
    public Map<String, Tensor> state() {
        return new LinkedHashMap<>(velocities);
    }
}
