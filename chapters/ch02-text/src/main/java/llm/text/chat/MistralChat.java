package llm.text.chat;

import java.util.List;

/// Mistral Instruct and Mixtral Instruct: `[INST]` as Llama 2, with `<s>` only once, and the system
/// message simply before the first question.
///
/// Source: the chat templates of `mistralai/Mistral-7B-Instruct-v0.2`,
/// `mistralai/Mixtral-8x7B-Instruct-v0.1` and, for v0.3, `mistralai/Mistral-7B-Instruct-v0.3`.
final class MistralChat {

    private MistralChat() {
    }

    /// There is no generation prompt: the answer begins right after `[/INST]`.
    static ChatParts parts(List<ChatMessage> messages) {
        boolean opensWithSystem = messages.getFirst().isFrom(ChatMessage.SYSTEM);
        Turns turns = Turns.of(messages);
        ChatParts parts = new ChatParts().control("<s>");
        for (int i = 0; i < turns.messages().size(); i++) {
            ChatMessage message = turns.messages().get(i);
            if (message.isFrom(ChatMessage.USER)) {
                String system = i == 0 && opensWithSystem ? turns.system() + "\n\n" : "";
                parts.text(" [INST] " + system + message.content() + " [/INST]");
            } else {
                parts.text(" " + message.content()).control("</s>");
            }
        }
        return parts;
    }

    /// `[INST]` and `[/INST]` are tokens, without a space before the second; the system message
    /// stands before the last question, if nothing is behind that, and nowhere else.
    static ChatParts partsOfV3(List<ChatMessage> messages) {
        boolean opensWithSystem = messages.getFirst().isFrom(ChatMessage.SYSTEM);
        Turns turns = Turns.of(messages);
        ChatParts parts = new ChatParts().control("<s>");
        for (int i = 0; i < turns.messages().size(); i++) {
            ChatMessage message = turns.messages().get(i);
            boolean last = i == turns.messages().size() - 1;
            if (message.isFrom(ChatMessage.USER)) {
                String system = last && opensWithSystem ? turns.system() + "\n\n" : "";
                parts.control("[INST]").text(" " + system + message.content())
                        .control("[/INST]");
            } else {
                parts.text(" " + Turns.trim(message.content())).control("</s>");
            }
        }
        return parts;
    }
}
