package llm.eval.choice;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How often a model was right, in all and by subject.
///
/// @param all          every question counts alike
/// @param subjects     by name
/// @param macroAverage every subject counts alike
/// @param pooledStderr of `all`, if only the questions of each subject were drawn by chance, and
///                     not how many each has:
///                     `√(Σ (nₛ − 1) nₛ seₛ² / (N − S) / N)` over S subjects with N questions
public record ChoiceResults(Rate all, Map<String, Rate> subjects, double macroAverage,
        double pooledStderr) {
    private static final double NORMAL_95 = 1.959964;

    /// A share of right answers.
    ///
    /// @param accuracy  from 0 to 1
    /// @param stderr    sample deviation of the zeros and ones (with n − 1) over √n; NaN for one
    /// @param questions n
    public record Rate(double accuracy, double stderr, int questions) {
        static Rate of(Collection<Boolean> right) {
            int n = right.size();
            double share = right.stream().filter(each -> each).count() / (double) n;
            double variance = n * share * (1 - share) / (n - 1);
            return new Rate(share, Math.sqrt(variance / n), n);
        }
    }

    /// An answered question.
    public record Outcome(String subject, boolean right) {}

    /// Sums up scored questions.
    public static ChoiceResults of(List<ScoredQuestion> scored, ChoiceNorm norm) {
        return of(scored.stream().map(each ->
                new Outcome(each.question().subject(), each.isRight(norm))).toList());
    }

    /// Sums up answers of any kind.
    public static ChoiceResults of(List<Outcome> outcomes) {
        if (outcomes.isEmpty()) {
            throw new IllegalArgumentException("there must be a question, got none");
        }
        var bySubject = new LinkedHashMap<String, List<Boolean>>();
        for (Outcome each : outcomes) {
            bySubject.computeIfAbsent(each.subject, _ -> new ArrayList<>()).add(each.right);
        }
        var subjects = new LinkedHashMap<String, Rate>();
        bySubject.forEach((subject, right) -> subjects.put(subject, Rate.of(right)));
        return new ChoiceResults(
                Rate.of(outcomes.stream().map(Outcome::right).toList()), subjects,
                subjects.values().stream().mapToDouble(Rate::accuracy).average().orElseThrow(),
                pooled(subjects.values(), outcomes.size()));
    }

    private static double pooled(Collection<Rate> subjects, int all) {
        double sum = subjects.stream().filter(each -> each.questions > 1)
                .mapToDouble(each -> (each.questions - 1.0) * each.questions
                        * each.stderr * each.stderr).sum();
        return Math.sqrt(sum / (all - subjects.size()) / all);
    }

    /// What guessing would give in 95 of 100 evaluations of this size: from, to.
    ///
    /// @param choices of each question
    public double[] chanceBand(int choices) {
        double share = 1.0 / choices;
        double half = NORMAL_95 * Math.sqrt(share * (1 - share) / all.questions);
        return new double[] {Math.max(0, share - half), Math.min(1, share + half)};
    }
}
