package llm.eval.choice;

import java.util.List;

/// What a model found likely.
///
/// @param texts        what was scored of each choice, without a blank before it: `(choices)`
/// @param promptTokens of the prompt
/// @param cut          tokens of the prompt that did not fit, from its start
/// @param logProbs     of each choice, the sum over its tokens, in nats: `(choices)`
/// @param tokens       of each choice: `(choices)`
public record ScoredQuestion(ChoiceQuestion question, List<String> texts, int promptTokens, int cut,
        double[] logProbs, int[] tokens) {
    /// One of which the choices themselves were scored, and not their letters.
    public ScoredQuestion(ChoiceQuestion question, int promptTokens, int cut, double[] logProbs,
            int[] tokens) {
        this(question, question.choices(), promptTokens, cut, logProbs, tokens);
    }

    /// The choice that wins, the first of equals.
    ///
    /// @param norm of letters it changes nothing: all have the same length
    public int predicted(ChoiceNorm norm) {
        int best = 0;
        for (int i = 1; i < logProbs.length; i++) {
            if (score(norm, i) > score(norm, best)) {
                best = i;
            }
        }
        return best;
    }

    /// What a choice is compared by.
    public double score(ChoiceNorm norm, int choice) {
        return norm.score(logProbs[choice], texts.get(choice), tokens[choice]);
    }

    /// Whether the winner is the right one.
    public boolean isRight(ChoiceNorm norm) {
        return predicted(norm) == question.answer();
    }
}
