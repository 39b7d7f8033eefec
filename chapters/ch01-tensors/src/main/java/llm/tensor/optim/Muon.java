package llm.tensor.optim;

import java.util.ArrayList;
import java.util.IdentityHashMap;
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
    private final Map<ParameterGroup, Matrices> matrices = new IdentityHashMap<>();
    private final MuonConfig settings;

    /// Parameters that are matrices, or several matrices in one: the projections of all heads.
    ///
    /// @param group  the parameters
    /// @param above  how many matrices lie above each other in a parameter
    /// @param beside how many lie side by side
    public record Matrices(ParameterGroup group, int above, int beside) {
        public Matrices {
            group.parameters().forEach((name, parameter) -> {
                if (parameter.rank() != 2 || parameter.size(0) % above != 0
                        || parameter.size(1) % beside != 0) {
                    throw new IllegalArgumentException(("Muon must have matrices that can be cut "
                            + "into %d × %d, got %s %s").formatted(above, beside, name,
                            parameter.shape()));
                }
            });
        }

        /// Each parameter one matrix.
        public static Matrices of(ParameterGroup group) {
            return new Matrices(group, 1, 1);
        }

        /// `(rows, columns)` → `(above · beside, rows / above, columns / beside)`
        private Tensor cut(Tensor x) {
            return x.reshape(above, x.size(0) / above, beside, x.size(1) / beside)
                    .transpose(1, 2).reshape(above * beside, x.size(0) / above,
                            x.size(1) / beside);
        }

        /// The way back, to the shape of `like`.
        private Tensor join(Tensor x, Tensor like) {
            return x.reshape(above, beside, like.size(0) / above, like.size(1) / beside)
                    .transpose(1, 2).reshape(like.shape().toArray());
        }
    }

    /// @param all    what Muon moves
    /// @param others groups moved by AdamW, at `rateFactor` times the learning rate
    public Muon(List<Matrices> all, List<ParameterGroup> others, double learningRate,
                MuonConfig settings, AdamConfig adam) {
        super(Stream.concat(all.stream().map(Matrices::group), others.stream()).toList(), others,
                learningRate, adam, true);
        this.settings = settings;
        for (Matrices each : all) {
            matrices.put(each.group, each);
            each.group.parameters().forEach((name, parameter) -> momenta.put(name,
                    Tensor.full(0, parameter.shape(), parameter.backend()).keep()));
        }
    }

    @Override
    void step(ParameterGroup group, double rate) {
        Matrices own = matrices.get(group);
        if (own == null) {
            super.step(group, rate);
            return;
        }
        Map<Shape, List<String>> byShape = new LinkedHashMap<>();
        group.parameters().forEach((name, parameter) -> {
            if (parameter.hasGrad()) {
                byShape.computeIfAbsent(parameter.shape(), _ -> new ArrayList<>()).add(name);
            }
        });
        byShape.values().forEach(names -> step(own, rate, names));
    }

    /// Matrices of one shape are orthogonalised together.
    private void step(Matrices own, double rate, List<String> names) {
        Map<String, Parameter> parameters = own.group.parameters();
        try (Scope _ = Scope.open()) {
            Tensor[] directions = names.stream().map(name -> own.cut(
                    direction(parameters.get(name), momenta.get(name)))).toArray(Tensor[]::new);
            Tensor steps = settings.orthogonalizer().of(Layout.concat(0, directions));
            int each = own.above * own.beside;               // matrices of a parameter
            for (int i = 0; i < names.size(); i++) {
                Parameter parameter = parameters.get(names.get(i));
                Tensor step = own.join(steps.slice(0, i * each, (i + 1) * each), parameter);
                double size = settings.stepSize().of(parameter.size(0), parameter.size(1));
                double decay = rate * own.group.weightDecay();
                parameter.update(_ -> addScaled(parameter, 1 - decay, step, -rate * size));
            }
        }
    }

    /// Adds the newest gradient to the mean, and says where to go: `(rows, columns)`.
    private Tensor direction(Parameter parameter, Tensor mean) {
        Tensor gradient = parameter.grad();
        addScaled(mean, settings.momentum(), gradient, 1 - settings.momentum());
        Tensor ahead = mean;
        if (settings.nesterov()) {
            ahead = mean.mul(settings.momentum());
            addScaled(ahead, 1, gradient, 1 - settings.momentum());
        }
        return ahead;
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
