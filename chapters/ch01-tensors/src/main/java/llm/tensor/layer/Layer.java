package llm.tensor.layer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import llm.tensor.Parameter;
import llm.tensor.Tensor;
import llm.tensor.backend.Backend;
import llm.tensor.backend.DType;

/// A part of a model: named parameters, and other layers inside it. PyTorch calls it a module.
///
/// A subclass names its parameters and children in its constructor. The name of a parameter in
/// the whole model is the path to it, such as `blocks.0.attention.query.weight`.
public abstract class Layer {
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final Map<String, Layer> children = new LinkedHashMap<>();
    private boolean training = true;

    /// Names a parameter of this layer.
    protected final Parameter parameter(String name, Parameter parameter) {
        parameters.put(name, parameter);
        return parameter;
    }

    /// Makes a tensor a named parameter of this layer, whose memory it becomes.
    protected final Parameter parameter(String name, Tensor initial) {
        return parameter(name, Parameter.adopt(initial));
    }

    /// Names a layer inside this one.
    protected final <L extends Layer> L child(String name, L layer) {
        children.put(name, layer);
        return layer;
    }

    /// Names a list of layers inside this one: `name.0`, `name.1`, …
    protected final <L extends Layer> List<L> children(String name, List<L> layers) {
        for (int i = 0; i < layers.size(); i++) {
            child(name + "." + i, layers.get(i));
        }
        return List.copyOf(layers);
    }

    /// Every parameter by its path. One that is used in two places appears under both names.
    public final Map<String, Parameter> namedParameters() {
        Map<String, Parameter> all = new LinkedHashMap<>();
        visit("", all::put);
        return all;
    }

    private void visit(String prefix, BiConsumer<String, Parameter> visitor) {
        parameters.forEach((name, parameter) -> visitor.accept(prefix + name, parameter));
        children.forEach((name, child) -> child.visit(prefix + name + ".", visitor));
    }

    /// Every parameter once, in the order of [#namedParameters()].
    public final List<Parameter> parameters() {
        Set<Parameter> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Parameter> distinct = new ArrayList<>();
        visit("", (_, parameter) -> {
            if (seen.add(parameter)) {
                distinct.add(parameter);
            }
        });
        return distinct;
    }

    /// Number of trainable values; shared ones count once.
    public final long parameterCount() {
        return parameters().stream().mapToLong(Tensor::elements).sum();
    }

    /// Keeps every matrix in another dtype from now on; vectors, such as biases and the gains of
    /// norms, stay in float32. The memory that becomes free returns to the operating system.
    public final void to(DType dtype) {
        for (Parameter parameter : parameters()) {
            if (parameter.rank() == 2) {
                parameter.to(dtype).backend().memory().trim();
            }
        }
    }

    /// Moves every parameter to another device. Optimizers are made afterwards: their moments live
    /// where the parameters were when they were made.
    public final void to(Backend device) {
        parameters().forEach(parameter -> parameter.to(device));
    }

    /// Forgets all gradients.
    public final void zeroGrad() {
        parameters().forEach(Tensor::zeroGrad);
    }

    /// Switches to training: dropout is active.
    public final void train() {
        setTraining(true);
    }

    /// Switches to evaluation: results no longer depend on chance.
    public final void eval() {
        setTraining(false);
    }

    private void setTraining(boolean on) {
        training = on;
        children.values().forEach(child -> child.setTraining(on));
    }

    public final boolean training() {
        return training;
    }

    /// The values of all parameters by name; they share memory with the model.
    public final Map<String, Tensor> stateDict() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        namedParameters().forEach((name, parameter) -> state.put(name, parameter.detach()));
        return state;
    }

    /// Copies values into the parameters of the same names.
    ///
    /// @throws IllegalArgumentException if a name is missing or unknown, or a shape differs
    public final void loadStateDict(Map<String, Tensor> state) {
        Map<String, Parameter> own = namedParameters();
        if (!own.keySet().equals(state.keySet())) {
            Set<String> missing = new TreeSet<>(own.keySet());
            missing.removeAll(state.keySet());
            Set<String> unknown = new TreeSet<>(state.keySet());
            unknown.removeAll(own.keySet());
            throw new IllegalArgumentException("a state must have the model's parameters, got one "
                    + "without " + missing + " and with unknown " + unknown);
        }
        own.forEach((name, parameter) -> {
            if (!state.get(name).shape().equals(parameter.shape())) {
                throw new IllegalArgumentException("%s must be %s, got %s".formatted(name,
                        parameter.shape(), state.get(name).shape()));
            }
        });
        own.forEach((name, parameter) -> parameter.copyFrom(state.get(name)));
    }
}
