package llm.tensor.optim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import llm.tensor.Parameter;
import llm.tensor.Tensor;
import llm.tensor.backend.OptimizerKernels;

/// What [Adam] and [AdamW] share: the running means of gradients and of their squares.
abstract sealed class Moments implements Optimizer permits Adam, AdamW {
    private final List<ParameterGroup> groups;
    private final Map<String, Tensor> means = new LinkedHashMap<>();
    private final Map<String, Tensor> squares = new LinkedHashMap<>();
    private final AdamConfig settings;
    private final boolean decoupled;
    private double learningRate;
    private int steps;

    /// @param decoupled whether decay acts on the parameter (AdamW) or on the gradient (Adam)
    Moments(List<ParameterGroup> groups, double learningRate, AdamConfig settings,
            boolean decoupled) {
        this.learningRate = learningRate;
        this.settings = settings;
        this.decoupled = decoupled;
        this.groups = ParameterGroup.requireDistinct(groups);
        for (ParameterGroup group : groups) {
            group.parameters().forEach((name, parameter) -> {
                means.put(name, zeros(parameter));
                squares.put(name, zeros(parameter));
            });
        }
    }

    private Tensor zeros(Parameter like) {
        Tensor zeros = like.rank() != 2 ? Tensor.empty(like.shape(), like.backend())
                : Tensor.empty(like.shape(), settings.moments(), like.backend());
        zeros.backend().memory().fill(zeros.storage(), 0f);
        return zeros.keep();
    }

    @Override
    public final void step() {
        steps++;
        for (ParameterGroup group : groups) {
            double decay = group.weightDecay();
            OptimizerKernels.Adam adam = new OptimizerKernels.Adam(learningRate * group.rateFactor(),
                    settings.beta1(), settings.beta2(), settings.epsilon(),
                    decoupled ? decay : 0, decoupled ? 0 : decay, steps);
            group.parameters().forEach((name, parameter) -> step(adam, name, parameter));
        }
    }

    private void step(OptimizerKernels.Adam adam, String name, Parameter parameter) {
        parameter.update(gradient -> parameter.backend().optimizer().adam(adam, parameter.storage(),
                gradient, means.get(name).storage(), squares.get(name).storage()));
    }

    @Override
    public final void zeroGrad() {
        groups.forEach(group -> group.parameters().values().forEach(Tensor::zeroGrad));
    }

    @Override
    public final double learningRate() {
        return learningRate;
    }

    @Override
    public final void learningRate(double rate) {
        learningRate = rate;
    }

    @Override
    public final int steps() {
        return steps;
    }

    @Override
    public final Map<String, Object> settings() {
        return Map.of("name", getClass().getSimpleName(), "adam", settings,
                "groups", ParameterGroup.describe(groups));
    }

    @Override
    public final Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        means.forEach((name, mean) -> state.put("mean." + name, mean));
        squares.forEach((name, square) -> state.put("square." + name, square));
        return state;
    }

    @Override
    public final void restore(int stored, Map<String, Tensor> state) {
        ParameterGroup.restore(state(), state);
        steps = stored;
    }
}
