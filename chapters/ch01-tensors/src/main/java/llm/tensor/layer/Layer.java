package llm.tensor.layer;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
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

    /// Forgets a parameter of this layer, or a layer inside it.
    protected final void remove(String name) {
        parameters.remove(name);
        children.remove(name);
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
        return List.copyOf(distinctParameters().values());
    }

    /// Every parameter once, by the first of its paths.
    private Map<String, Parameter> distinctParameters() {
        Set<Parameter> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Map<String, Parameter> distinct = namedParameters();
        distinct.values().removeIf(parameter -> !seen.add(parameter));
        return distinct;
    }

    /// Every parameter that is not frozen, once.
    public final Map<String, Parameter> trainableParameters() {
        Map<String, Parameter> trainable = distinctParameters();
        trainable.values().removeIf(parameter -> !parameter.requiresGrad());
        return trainable;
    }

    /// Keeps every parameter as it is from now on: no gradients, no moments in an optimizer that is
    /// made afterwards. It still lets the gradients of others through, and may be kept in fewer bits.
    public final void freeze() {
        parameters().forEach(parameter -> parameter.requireGrad(false).zeroGrad());
    }

    /// Lets every parameter learn again.
    public final void unfreeze() {
        parameters().forEach(parameter -> parameter.requireGrad(true));
    }

    /// Every linear layer by its path, such as `blocks.0.attention.query`.
    public final Map<String, Linear> linears() {
        Map<String, Linear> all = new LinkedHashMap<>();
        children.forEach((name, child) -> {
            if (child instanceof Linear linear) {
                all.put(name, linear);
            }
            child.linears().forEach((path, linear) -> all.put(name + "." + path, linear));
        });
        return all;
    }

    /// The linear layer at a path, to be wrapped or replaced.
    ///
    /// @throws IllegalArgumentException if there is none
    public final Linear linear(String path) {
        Linear linear = linears().get(path);
        if (linear == null) {
            throw new IllegalArgumentException("a path must lead to a linear layer, "
                    + linears().keySet() + ", got " + path);
        }
        return linear;
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
        return stateDict(_ -> true);
    }

    /// The values of those parameters whose names are wanted.
    public final Map<String, Tensor> stateDict(Predicate<String> wanted) {
        Map<String, Tensor> state = new LinkedHashMap<>(namedParameters());
        state.keySet().removeIf(wanted.negate());
        state.replaceAll((_, parameter) -> parameter.detach());
        return state;
    }

    /// Copies values into those parameters that have them; the others stay as they are.
    ///
    /// @throws IllegalArgumentException if a name is unknown or a shape differs
    public final void loadPartialState(Map<String, Tensor> state) {
        Map<String, Parameter> own = namedParameters();
        state.forEach((name, values) -> {
            if (!own.containsKey(name)) {
                throw new IllegalArgumentException("a state must have names of the model's "
                        + "parameters, got " + name);
            }
            own.get(name).shape().requireSame(name, values.shape());
        });
        state.forEach((name, values) -> own.get(name).copyFrom(values));
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
        own.forEach((name, parameter) -> parameter.shape().requireSame(name, state.get(name).shape()));
        loadPartialState(state);
    }
}
