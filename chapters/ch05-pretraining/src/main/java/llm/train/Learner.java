package llm.train;

import java.util.Map;
import java.util.stream.Collectors;
import llm.tensor.Parameter;
import llm.tensor.RandomState;
import llm.tensor.layer.Layer;
import llm.tensor.optim.Optimizer;

/// What learns, and how.
///
/// @param model      switched to training by the loop, and to evaluation for an evaluation
/// @param parameters what of it changes, by name: what a checkpoint holds
/// @param optimizer  changes them
/// @param random     where dropout's seeds come from
/// @param form       what describes the model, such as its configuration, which a training
///                   that goes on must find again
public record Learner(Layer model, Map<String, Parameter> parameters, Optimizer optimizer,
                      RandomState random, Object form) {

    /// All parameters of a model that are not frozen.
    public static Learner of(Layer model, Optimizer optimizer, RandomState random, Object form) {
        return new Learner(model, model.trainableParameters(), optimizer, random, form);
    }

    public Learner {
        if (parameters.isEmpty()) {
            throw new IllegalArgumentException(
                    "a model must have a parameter that is not frozen to learn, got none");
        }
        String frozen = parameters.entrySet().stream()
                .filter(entry -> !entry.getValue().requiresGrad()).map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        if (!frozen.isEmpty()) {
            throw new IllegalArgumentException(
                    "parameters that learn must not be frozen, got " + frozen);
        }
    }
}
