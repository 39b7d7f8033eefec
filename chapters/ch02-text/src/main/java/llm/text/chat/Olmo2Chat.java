package llm.text.chat;

import java.util.List;

/// OLMo 2 Instruct: the role in a line of its own, and a token only where the assistant ends. The
/// roles are plain text, so a message that spells one looks like a turn.
///
/// Source: the chat template of `allenai/OLMo-2-1124-7B-Instruct`.
final class Olmo2Chat {
    private static final String END = "<|endoftext|>";

    private Olmo2Chat() {
    }

    static ChatParts parts(List<ChatMessage> messages, boolean addGenerationPrompt) {
        ChatParts parts = new ChatParts().control(END);
        for (int i = 0; i < messages.size(); i++) {
            ChatMessage message = messages.get(i);
            open(parts, message.role()).text(message.content());
            if (!message.isFrom(ChatMessage.ASSISTANT)) {
                parts.text("\n");
            } else {
                parts.control(END).text(i < messages.size() - 1 ? "\n" : "");
            }
        }
        return addGenerationPrompt ? open(parts, ChatMessage.ASSISTANT) : parts;
    }

    private static ChatParts open(ChatParts parts, String role) {
        return parts.text("<|" + role + "|>\n");
    }
}
