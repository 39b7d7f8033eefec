package llm.text.chat;

import java.util.List;

/// Phi-3 and Phi-3.5 Instruct: a token for the role before each message, `<|end|>` after it.
///
/// Source: the chat template of `microsoft/Phi-3.5-mini-instruct`.
final class Phi3Chat {
    static final String CLOSING = "<|endoftext|>";

    private Phi3Chat() {
    }

    /// A system message that says nothing is left out.
    static ChatParts parts(List<ChatMessage> messages, boolean addGenerationPrompt) {
        ChatParts parts = new ChatParts();
        for (ChatMessage message : messages) {
            if (!message.isFrom(ChatMessage.SYSTEM) || !message.content().isEmpty()) {
                open(parts, message.role()).text(message.content()).control("<|end|>").text("\n");
            }
        }
        return addGenerationPrompt ? open(parts, ChatMessage.ASSISTANT) : parts.control(CLOSING);
    }

    private static ChatParts open(ChatParts parts, String role) {
        return parts.control("<|" + role + "|>").text("\n");
    }
}
