package llm.eval.choice;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// What makes log-probabilities of choices of different lengths comparable. A sum favours short
/// choices: each token more makes a text less likely.
public enum ChoiceNorm {
    /// The sum over the tokens, as it is.
    SUM,
    /// Divided by the characters of the choice (code points; the blank before it does not count).
    CHARS,
    /// Divided by its bytes in UTF-8, which no tokenizer changes.
    BYTES,
    /// Divided by its tokens: the mean.
    TOKENS;

    /// A score, of which the largest wins.
    ///
    /// @param sum    of the log-probabilities of its tokens, in nats
    /// @param choice its text
    /// @param tokens that it has behind the prompt
    public double score(double sum, String choice, int tokens) {
        return switch (this) {
            case SUM -> sum;
            case CHARS -> sum / choice.codePointCount(0, choice.length());
            case BYTES -> sum / choice.getBytes(StandardCharsets.UTF_8).length;
            case TOKENS -> sum / tokens;
        };
    }

    /// As the command line spells it, such as `chars`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
