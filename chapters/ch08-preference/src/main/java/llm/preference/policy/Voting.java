package llm.preference.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// More answers instead of more training: one of several to the same prompt is taken.
public final class Voting {

    private Voting() {
    }

    /// The answer that was given most often, the first of equal ones: *self-consistency*. Ways to a
    /// wrong answer differ, ways to the right one meet.
    /// Source: Wang et al. (2023), Self-Consistency Improves Chain of Thought Reasoning, §2.
    ///
    /// @return its place, that of the first to say so
    public static int majority(List<String> answers) {
        requireAnswer(answers.size());
        Map<String, Integer> votes = new LinkedHashMap<>();
        answers.forEach(answer -> votes.merge(answer, 1, Integer::sum));
        String elected = votes.entrySet().stream()
                .reduce((a, b) -> b.getValue() > a.getValue() ? b : a).orElseThrow().getKey();
        return answers.indexOf(elected);
    }

    /// The answer that a reward model scores highest, the first of equal ones: *best of n*.
    /// Source: Stiennon et al. (2020), Learning to Summarize from Human Feedback, §3.
    ///
    /// @return its place
    public static int best(float... scores) {
        requireAnswer(scores.length);
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        return best;
    }

    private static void requireAnswer(int count) {
        if (count == 0) {
            throw new IllegalArgumentException("there must be an answer to choose, got none");
        }
    }
}
