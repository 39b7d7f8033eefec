package llm.text.chat;

import java.util.List;

/// OLMo 3: ChatML that says of a system message which functions there are (here none), and ends the
/// last answer with the token that ends a document.
///
/// Source: the chat templates of `allenai/Olmo-3-7B-Instruct`, `allenai/Olmo-3.1-32B-Instruct` and
/// `allenai/Olmo-3-7B-Think`.
final class Olmo3Chat {
    static final String OPENING = "<think>";

    private static final String NO_FUNCTIONS =
            "You do not currently have access to any functions. <functions></functions>";

    private Olmo3Chat() {
    }

    static ChatParts instruct(List<ChatMessage> messages, boolean addGenerationPrompt) {
        return parts("You are a helpful function-calling AI assistant.", messages,
                addGenerationPrompt, "", "");
    }

    static ChatParts instructOf31(List<ChatMessage> messages, boolean addGenerationPrompt) {
        return parts("You are Olmo, a helpful AI assistant built by Ai2. Your date cutoff is "
                + "December 2024, and your model weights are available at "
                + "https://huggingface.co/allenai.", messages, addGenerationPrompt, "", "");
    }

    static ChatParts think(List<ChatMessage> messages, boolean addGenerationPrompt) {
        return parts("You are OLMo, a helpful function-calling AI assistant built by Ai2. Your "
                + "date cutoff is November 2024, and your model weights are available at "
                + "https://huggingface.co/allenai.", messages, addGenerationPrompt,
                " " + NO_FUNCTIONS, OPENING);
    }

    /// @param usual   what the system says where nobody sends a message from it
    /// @param behind  what stands behind a system message that was sent
    /// @param opening with which the model's next answer begins
    private static ChatParts parts(String usual, List<ChatMessage> messages,
                                   boolean addGenerationPrompt, String behind, String opening) {
        ChatParts parts = new ChatParts();
        if (messages.stream().noneMatch(message -> message.isFrom(ChatMessage.SYSTEM))) {
            ChatMl.add(parts, ChatMessage.SYSTEM, usual + " " + NO_FUNCTIONS);
        }
        for (int i = 0; i < messages.size(); i++) {
            ChatMessage message = messages.get(i);
            String role = message.role();
            if (message.isFrom(ChatMessage.ASSISTANT) && i == messages.size() - 1) {
                ChatMl.open(parts, role).text(message.content()).control("<|endoftext|>");
            } else {
                ChatMl.add(parts, role, message.content()
                        + (message.isFrom(ChatMessage.SYSTEM) ? behind : ""));
            }
        }
        return addGenerationPrompt
                ? ChatMl.open(parts, ChatMessage.ASSISTANT).text(opening) : parts;
    }
}
