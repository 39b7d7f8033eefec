package llm.preference.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import llm.instruct.PaddedBatch;
import llm.instruct.TrainingRow;
import llm.preference.Metrics;
import llm.preference.policy.GroupAdvantages.Spread;
import llm.text.dataset.Batch;

/// What a policy answered at one moment, and what the answers were worth.
///
/// @param completions consecutive groups
/// @param groupSize   answers to each prompt
/// @param rewards     of the answers
/// @param end         the token that ends an answer, and stands behind shorter ones
public record Rollouts(List<Completion> completions, int groupSize, float[] rewards, int end) {
    /// The metric of what answers are really worth, where that is known.
    public static final String TRUTH = "reward/true";
    /// The metric of what they are worth to the policy.
    public static final String REWARD = "reward";

    public Rollouts {
        completions = List.copyOf(completions);
        if (completions.size() != rewards.length) {
            throw new IllegalArgumentException(("there must be a reward for each of %d answers, "
                    + "got %d").formatted(completions.size(), rewards.length));
        }
    }

    /// Prompts with answers, of which the answers' tokens are targets, `(rows, tokens)`.
    Batch answers() {
        List<TrainingRow> rows = new ArrayList<>();
        for (Completion completion : completions) {
            rows.add(completion.row(rows.size() + 1));
        }
        return PaddedBatch.of(rows, end);
    }

    /// Some of the answers.
    Rollouts part(int from, int to) {
        return from == 0 && to == rewards.length ? this : new Rollouts(
                completions.subList(from, to), 1, Arrays.copyOfRange(rewards, from, to), end);
    }

    double meanReward() {
        double sum = 0;
        for (float reward : rewards) {
            sum += reward;
        }
        return sum / rewards.length;
    }

    /// Takes down how good and how long the answers are.
    void watch(Metrics metrics) {
        metrics.add(REWARD, rewards);
        if (groupSize > 1) {                                 // one alone has no spread
            for (Spread spread : GroupAdvantages.spreads(rewards, groupSize)) {
                metrics.add("reward_std", (float) spread.deviation());
                metrics.add("frac_reward_zero_std", spread.deviation() == 0 ? 1 : 0);
            }
        }
        for (Completion completion : completions) {
            metrics.add("completions/mean_length", completion.answer().length);
            metrics.add("completions/clipped_ratio", completion.cut() ? 1 : 0);
        }
    }
}
