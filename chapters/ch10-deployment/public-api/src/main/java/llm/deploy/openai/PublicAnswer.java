package llm.deploy.openai;

import com.openai.errors.OpenAIInvalidDataException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.completions.CompletionUsage;
import java.util.Optional;

/// An answer, and what it has cost.
///
/// @param text         what the model said; may be empty
/// @param finishReason why it ends, in the service's words: `stop` at its end, `length` where it
///                     was cut; `cancelled` if it was not wanted any more
/// @param promptTokens tokens that were read; 0 if the service does not tell
/// @param answerTokens tokens that were written; 0 if the service does not tell
public record PublicAnswer(String text, String finishReason, long promptTokens,
                           long answerTokens) {
    static final String CANCELLED = "cancelled";
    private static final String LENGTH = "length";

    static PublicAnswer of(ChatCompletion completion) {
        ChatCompletion.Choice choice = completion.choices().stream().findFirst().orElseThrow(
                () -> new OpenAIInvalidDataException("an answer without choices"));
        return of(choice.message().content().orElse(""), choice.finishReason().asString(),
                completion.usage());
    }

    static PublicAnswer of(String text, String finishReason, Optional<CompletionUsage> usage) {
        return new PublicAnswer(text, finishReason,
                usage.map(CompletionUsage::promptTokens).orElse(0L),
                usage.map(CompletionUsage::completionTokens).orElse(0L));
    }

    /// Whether it ends where it had to, not where the model wanted.
    public boolean isCut() {
        return finishReason.equals(LENGTH);
    }

    /// The text of an answer that has come to its end.
    ///
    /// @throws IllegalStateException if it was cut or cancelled
    public String wholeText() {
        if (isCut()) {
            throw new IllegalStateException(("the answer must come to its end, got one that was "
                    + "cut after %d tokens; a larger max_tokens allows more")
                            .formatted(answerTokens));
        }
        if (finishReason.equals(CANCELLED)) {
            throw new IllegalStateException(
                    "the answer must come to its end, got one that was cancelled");
        }
        return text;
    }
}
