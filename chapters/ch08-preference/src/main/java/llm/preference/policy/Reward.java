package llm.preference.policy;

import java.util.List;
import llm.instruct.Response;

/// What an answer is worth: a rule that can be checked, or a model that was trained on preferences.
/// Rewards are compared with each other, so their zero and size are free.
@FunctionalInterface
public interface Reward {

    /// The worth of one answer.
    double of(Response response);

    /// The worth of some answers.
    default float[] of(List<Completion> completions) {
        float[] rewards = new float[completions.size()];
        for (int i = 0; i < rewards.length; i++) {
            rewards[i] = (float) of(completions.get(i).response());
        }
        return rewards;
    }
}
