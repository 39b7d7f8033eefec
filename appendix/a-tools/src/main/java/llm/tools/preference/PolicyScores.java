package llm.tools.preference;

import java.util.Locale;
import llm.instructions.Accuracy;
import llm.preference.policy.PolicyEvaluation;

/// How many answers of a policy are right.
///
/// @param greedy with the likeliest tokens
/// @param drawn  with tokens drawn at temperature 1
/// @param low    where Wilson's 95 % interval of the greedy share begins
/// @param high   where it ends
/// @param count  prompts
record PolicyScores(double greedy, double drawn, double low, double high, int count) {

    static PolicyScores of(PolicyEvaluation greedy, PolicyEvaluation drawn) {
        int count = greedy.prompts().size();
        Accuracy right = new Accuracy((int) Math.round(greedy.meanReward() * count), count);
        return new PolicyScores(right.share(), drawn.meanReward(), right.low(), right.high(),
                count);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f %% (%.1f to %.1f), at temperature 1 %.1f %%",
                100 * greedy, 100 * low, 100 * high, 100 * drawn);
    }
}
