package llm.tensor.optim;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import llm.tensor.Parameter;

/// Parameters that an optimizer treats alike.
///
/// @param parameters  by name; the names identify their moments in a checkpoint, and a parameter
///                    that has two names steps once, under the first. Frozen ones are left out
/// @param weightDecay pull towards 0 per step, relative to the learning rate
/// @param rateFactor  multiplies the learning rate
public record ParameterGroup(Map<String, Parameter> parameters, double weightDecay,
                             double rateFactor) {

    public ParameterGroup {
        Set<Parameter> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Map<String, Parameter> once = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> {
            if (parameter.requiresGrad() && seen.add(parameter)) {
                once.put(name, parameter);
            }
        });
        parameters = Collections.unmodifiableMap(once);
    }

    public ParameterGroup(Map<String, Parameter> parameters, double weightDecay) {
        this(parameters, weightDecay, 1);
    }

    /// The usual two groups: matrices and embeddings decay, biases and gains do not.
    public static List<ParameterGroup> decayMatrices(Map<String, Parameter> parameters,
                                                     double weightDecay) {
        Map<String, Parameter> decayed = new LinkedHashMap<>();
        Map<String, Parameter> others = new LinkedHashMap<>();
        parameters.forEach((name, parameter) ->
                (parameter.rank() >= 2 ? decayed : others).put(name, parameter));
        return List.of(new ParameterGroup(decayed, weightDecay), new ParameterGroup(others, 0));
    }

    /// What groups say beside their parameters.
    static List<Map<String, Double>> describe(List<ParameterGroup> groups) {
        return groups.stream().map(group -> Map.of("weightDecay", group.weightDecay(),
                "rateFactor", group.rateFactor())).toList();
    }

    /// The groups of one optimizer, which must not share a name or a parameter.
    static List<ParameterGroup> requireDistinct(List<ParameterGroup> groups) {
        Set<String> names = new HashSet<>();
        Set<Parameter> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (ParameterGroup group : groups) {
            group.parameters.forEach((name, parameter) -> {
                if (!names.add(name) || !seen.add(parameter)) {
                    throw new IllegalArgumentException("parameter groups must not share a name or "
                            + "a parameter, got " + name + " twice");
                }
            });
        }
        return List.copyOf(groups);
    }
}
