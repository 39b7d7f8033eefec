package llm.tensor.optim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import llm.tensor.Layout;
import llm.tensor.Parameter;
import llm.tensor.Scope;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import llm.tensor.backend.ElementwiseKernels;

/// Moves each matrix by a step in which all directions weigh the same: the mean of its gradients,
/// orthogonalised. A gradient is mostly a few directions that it shouts; what is rare, it whispers,
/// and here both are heard. Embeddings, head, norms and biases go as [AdamW] moves them.
///
/// `m = m + (1−μ)(g − m)`, `u = g + μ(m − g)` with Nesterov, else `m`;
/// `W = (1 − lr·wd)W − lr · s · O(u)`. Source: Jordan et al. (2024), "Muon: an optimizer for hidden
/// layers in neural networks".
public final class Muon extends Moments {
    private final Map<String, Tensor> momenta = new LinkedHashMap<>();
    private final MuonConfig settings;

    /// @param matrices groups of matrices, to be moved by Muon
    /// @param others   groups moved by AdamW, at `rateFactor` times the learning rate
    public Muon(List<ParameterGroup> matrices, List<ParameterGroup> others, double learningRate,
                MuonConfig settings, AdamConfig adam) {
        super(Stream.of(matrices, others).flatMap(List::stream).toList(), others, learningRate,
                adam, true);
        this.settings = settings;
        for (ParameterGroup group : matrices) {
            group.parameters().forEach((name, parameter) -> {
                if (parameter.rank() != 2) {
                    throw new IllegalArgumentException("Muon must have matrices, got "
                            + name + " " + parameter.shape());
                }
                momenta.put(name, Tensor.full(0, parameter.shape(), parameter.backend()).keep());
            });
        }
    }

    @Override
    void step(ParameterGroup group, double rate) {
        if (!momenta.keySet().containsAll(group.parameters().keySet())) {
            super.step(group, rate);
            return;
        }
        Map<Shape, List<String>> byShape = new LinkedHashMap<>();
        group.parameters().forEach((name, parameter) -> {
            if (parameter.hasGrad()) {
                byShape.computeIfAbsent(parameter.shape(), _ -> new ArrayList<>()).add(name);
            }
        });
        byShape.values().forEach(names -> step(group, rate, names));
    }

    /// Matrices of one shape are orthogonalised together.
    private void step(ParameterGroup group, double rate, List<String> names) {
        try (Scope _ = Scope.open()) {
            Tensor[] directions = names.stream()
                    .map(name -> direction(group.parameters().get(name), momenta.get(name)))
                    .toArray(Tensor[]::new);
            Tensor steps = settings.orthogonalizer().of(Layout.concat(0, directions));
            for (int i = 0; i < names.size(); i++) {
                Parameter parameter = group.parameters().get(names.get(i));
                double size = settings.stepSize().of(parameter.size(0), parameter.size(1));
                move(parameter, 1 - rate * group.weightDecay(), -rate * size,
                        steps.slice(0, i, i + 1));
            }
        }
    }

    /// Adds the newest gradient to the mean, and says where to go: `(1, rows, columns)`.
    private Tensor direction(Parameter parameter, Tensor mean) {
        Tensor gradient = parameter.grad();
        addScaled(mean, settings.momentum(), gradient, 1 - settings.momentum());
        Tensor ahead = mean;
        if (settings.nesterov()) {
            ahead = mean.mul(settings.momentum());
            addScaled(ahead, 1, gradient, 1 - settings.momentum());
        }
        return ahead.reshape(1, parameter.size(0), parameter.size(1));
    }

    private static void move(Parameter parameter, double kept, double size, Tensor step) {
        parameter.update(_ -> addScaled(parameter, kept, step, size));
    }

    /// `x = a · x + b · y`, in place.
    private static void addScaled(Tensor x, double a, Tensor y, double b) {
        ElementwiseKernels elements = x.backend().elementwise();
        if (a != 1) {
            elements.scale(x.storage(), (float) a, 0, x.storage(), false);
        }
        elements.scale(y.storage(), (float) b, 0, x.storage(), true);
    }

    @Override
    public Map<String, Object> settings() {
        Map<String, Object> all = new LinkedHashMap<>(super.settings());
        all.put("muon", settings);
        return all;
    }

    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = super.state();
        momenta.forEach((name, momentum) -> state.put("momentum." + name, momentum));
        return state;
    }
}
