package llm.deploy.api;

import java.util.OptionalInt;
import llm.model.decode.ContextOverflow;

/// How many tokens an answer may have. One that would not fit the model's context may have as many
/// as fit.
///
/// @param field    of the request that holds the prompt
/// @param context  tokens that the model can look at
/// @param overflow what is done with a prompt that leaves no room
record PromptRoom(String field, int context, ContextOverflow overflow) {
    /// The part of the context that is kept free for an answer where prompts are cut.
    private static final int KEPT_FREE = 4;

    /// @param prompt    its tokens
    /// @param wanted    most tokens of the answer, if the request says so
    /// @param otherwise most tokens if it does not
    /// @throws ApiError if there is no room, and prompts are not to be cut
    int answer(int prompt, OptionalInt wanted, int otherwise) {
        int most = wanted.orElse(otherwise);
        return switch (overflow) {
            case REFUSE -> {
                requireRoom(prompt, most);
                yield Math.min(most, context - prompt);
            }
            case TRUNCATE -> Math.min(most, Math.max(context - prompt, context / KEPT_FREE));
            case SLIDE -> most;
        };
    }

    /// Whether a prompt leaves less free than it should.
    boolean isCramped(int prompt) {
        return prompt > context - context / KEPT_FREE;
    }

    private void requireRoom(int prompt, int most) {
        if (prompt + Math.min(most, 1) > context) {
            throw ApiError.coded(400, "context_length_exceeded", field,
                    ("This model's maximum context length is %d tokens, got a prompt of %d, which "
                            + "leaves no room for an answer.").formatted(context, prompt));
        }
    }
}
