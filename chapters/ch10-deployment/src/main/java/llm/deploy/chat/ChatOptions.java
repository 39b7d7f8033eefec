package llm.deploy.chat;

import java.util.OptionalInt;
import llm.model.decode.ContextOverflow;
import llm.model.decode.Sampler;

/// How a model answers.
///
/// @param sampler      chooses each token
/// @param maxNewTokens most tokens of an answer; empty for as many as the context has room for
/// @param overflow     what is done with a conversation that leaves no room for an answer
public record ChatOptions(Sampler sampler, OptionalInt maxNewTokens, ContextOverflow overflow) {
    /// The likeliest tokens; of a conversation that grows too long the oldest questions go.
    public static final ChatOptions LIKELIEST = new ChatOptions(Sampler.mostLikely(),
            OptionalInt.empty(), ContextOverflow.TRUNCATE);

    public ChatOptions {
        if (maxNewTokens.isPresent() && maxNewTokens.getAsInt() < 1) {
            throw new IllegalArgumentException("an answer must have at most 1 token or more, got "
                    + maxNewTokens.getAsInt());
        }
    }
}
