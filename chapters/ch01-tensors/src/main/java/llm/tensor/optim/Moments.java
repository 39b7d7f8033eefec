package llm.tensor.optim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import llm.tensor.Parameter;
import llm.tensor.Tensor;
import llm.tensor.backend.Backend;
import llm.tensor.backend.OptimizerKernels;

/// What [Adam] and [AdamW] share, and what [Muon] does where there is no matrix: the running means
/// of gradients and of their squares.
abstract sealed class Moments extends Optimizer permits Adam, AdamW, Muon {
    private final Map<String, Tensor> means = new LinkedHashMap<>();
    private final Map<String, Tensor> squares = new LinkedHashMap<>();
    private final AdamConfig settings;
    private final boolean decoupled;

    /// @param groups    all of them
    /// @param own       those of them that have moments
    /// @param decoupled whether decay acts on the parameter (AdamW) or on the gradient (Adam)
    Moments(List<ParameterGroup> groups, List<ParameterGroup> own, double learningRate,
            AdamConfig settings, boolean decoupled) {
        super(groups, learningRate);
        this.settings = settings;
        this.decoupled = decoupled;
        for (ParameterGroup group : own) {
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
    void step(ParameterGroup group, double rate) {
        double decay = group.weightDecay();
        OptimizerKernels.Adam adam = new OptimizerKernels.Adam(rate, settings.beta1(),
                settings.beta2(), settings.epsilon(), decoupled ? decay : 0, decoupled ? 0 : decay,
                steps());
        Map<Backend, List<OptimizerKernels.Moments>> moved = new LinkedHashMap<>();
        group.parameters().forEach((name, parameter) -> parameter.update(gradient -> moved
                .computeIfAbsent(parameter.backend(), _ -> new ArrayList<>())
                .add(new OptimizerKernels.Moments(parameter.storage(), gradient,
                        means.get(name).storage(), squares.get(name).storage()))));
        moved.forEach((device, all) -> device.optimizer().adam(adam, all));
    }

    @Override
    public Map<String, Object> settings() {
        return Map.of("name", getClass().getSimpleName(), "adam", settings,
                "groups", ParameterGroup.describe(groups()));
    }

    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        means.forEach((name, mean) -> state.put("mean." + name, mean));
        squares.forEach((name, square) -> state.put("square." + name, square));
        return state;
    }
}
