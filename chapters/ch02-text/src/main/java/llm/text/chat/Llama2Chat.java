package llm.text.chat;

import java.util.List;

/// Llama 2 Chat: each question and its answer between `<s>` and `</s>`, the system message within
/// the first question.
///
/// Source: the chat template of `meta-llama/Llama-2-7b-chat-hf`.
final class Llama2Chat {

    private Llama2Chat() {
    }

    /// There is no generation prompt: the answer begins right after `[/INST]`.
    static ChatParts parts(List<ChatMessage> messages) {
        boolean opensWithSystem = messages.getFirst().isFrom(ChatMessage.SYSTEM);
        Turns turns = Turns.of(messages);
        ChatParts parts = new ChatParts();
        for (int i = 0; i < turns.messages().size(); i++) {
            ChatMessage message = turns.messages().get(i);
            if (message.isFrom(ChatMessage.USER)) {
                String system = i == 0 && opensWithSystem
                        ? "<<SYS>>\n" + turns.system() + "\n<</SYS>>\n\n" : "";
                parts.control("<s>")
                        .text("[INST] " + Turns.trim(system + message.content()) + " [/INST]");
            } else {
                parts.text(" " + Turns.trim(message.content()) + " ").control("</s>");
            }
        }
        return parts;
    }
}
