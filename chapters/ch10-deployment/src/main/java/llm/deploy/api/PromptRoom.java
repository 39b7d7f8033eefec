package llm.deploy.api;

import java.util.OptionalInt;
import llm.deploy.ContextRoom;

/// How many tokens the answer to a request may have.
///
/// @param field of the request that holds the prompt
/// @param room  how the model's context is shared
record PromptRoom(String field, ContextRoom room) {

    /// @param prompt    its tokens
    /// @param wanted    most tokens of the answer, if the request says so
    /// @param otherwise most tokens if it does not
    /// @throws ApiError if there is no room, and prompts are not to be cut
    int answer(int prompt, OptionalInt wanted, int otherwise) {
        int most = wanted.orElse(otherwise);
        if (!room.admits(prompt, most)) {
            throw ApiError.coded(400, "context_length_exceeded", field,
                    ("This model's maximum context length is %d tokens, got a prompt of %d, which "
                            + "leaves no room for an answer.").formatted(room.context(), prompt));
        }
        return room.answer(prompt, most);
    }
}
