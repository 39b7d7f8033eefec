package llm.tensor.optim;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import llm.tensor.Parameter;

/// Parameters that an optimizer treats alike.
///
/// @param parameters  by name; the names identify their moments in a checkpoint
/// @param weightDecay pull towards 0 per step, relative to the learning rate
/// @param rateFactor  multiplies the learning rate
public record ParameterGroup(Map<String, Parameter> parameters, double weightDecay,
                             double rateFactor) {

    public ParameterGroup(Map<String, Parameter> parameters, double weightDecay) {
        this(parameters, weightDecay, 1);
    }

    /// The usual two groups: matrices and embeddings decay, biases and gains do not.
    public static List<ParameterGroup> decayMatrices(Map<String, Parameter> parameters,
                                                     double weightDecay) {
        Map<String, Parameter> decayed = new LinkedHashMap<>();
        Map<String, Parameter> others = new LinkedHashMap<>();
        Set<Parameter> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        parameters.forEach((name, parameter) -> {
            if (seen.add(parameter)) {                       // a tied parameter steps once
                (parameter.rank() >= 2 ? decayed : others).put(name, parameter);
            }
        });
        return List.of(new ParameterGroup(decayed, weightDecay), new ParameterGroup(others, 0));
    }
}
