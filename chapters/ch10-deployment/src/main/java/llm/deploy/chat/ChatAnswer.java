package llm.deploy.chat;

import java.time.Duration;
import llm.deploy.engine.AnswerEvent.Ending;
import llm.deploy.engine.AnswerEvent.Usage;

/// What a model has answered.
///
/// @param text    the answer
/// @param ending  why it ends
/// @param usage   what it has cost; the tokens of a prompt that were read in earlier turns are
///                shared
/// @param leftOut how many of the oldest questions the model did not see, for want of room
/// @param cutOff  tokens at the beginning of what was laid out for it that it does not see either
/// @param writing time from the first token to the last
public record ChatAnswer(String text, Ending ending, Usage usage, int leftOut, int cutOff,
                         Duration writing) {

    /// How fast it was written; NaN if it is too short to tell.
    public double tokensPerSecond() {
        return usage.generatedTokens() < 2 ? Double.NaN
                : (usage.generatedTokens() - 1) / (writing.toNanos() / 1e9);
    }
}
