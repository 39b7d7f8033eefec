package llm.text.chat;

import java.util.List;

/// Llama 3 Instruct: a header with the role before each message, `<|eot_id|>` after it.
///
/// Source: the chat template of `meta-llama/Meta-Llama-3-8B-Instruct`.
final class Llama3Chat {

    private Llama3Chat() {
    }

    static ChatParts parts(List<ChatMessage> messages, boolean addGenerationPrompt) {
        ChatParts parts = new ChatParts().control("<|begin_of_text|>");
        for (ChatMessage message : messages) {
            header(parts, message.role()).text(Turns.trim(message.content())).control("<|eot_id|>");
        }
        return addGenerationPrompt ? header(parts, ChatMessage.ASSISTANT) : parts;
    }

    private static ChatParts header(ChatParts parts, String role) {
        return parts.control("<|start_header_id|>").text(role).control("<|end_header_id|>")
                .text("\n\n");
    }
}
