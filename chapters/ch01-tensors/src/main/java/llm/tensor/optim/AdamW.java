package llm.tensor.optim;

import java.util.List;

/// Adam with decoupled weight decay: every step first shrinks the parameter by `1 − lr · decay`,
/// whatever its gradient, then moves it as [Adam] does.
/// Source: Loshchilov and Hutter (2019), algorithm 2.
public final class AdamW extends Moments {

    public AdamW(List<ParameterGroup> groups, double learningRate, AdamConfig settings) {
        super(groups, groups, learningRate, settings, true);
    }
}
