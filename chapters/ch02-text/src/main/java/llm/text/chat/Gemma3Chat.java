package llm.text.chat;

import java.util.List;

/// Gemma 3: turns of `user` and `model`, the system message at the start of the first one.
///
/// Source: the chat template of `google/gemma-3-1b-it`.
final class Gemma3Chat {

    private static final String START = "<start_of_turn>";

    private Gemma3Chat() {
    }

    static ChatParts parts(List<ChatMessage> messages, boolean addGenerationPrompt) {
        boolean opensWithSystem = messages.getFirst().isFrom(ChatMessage.SYSTEM);
        Turns turns = Turns.of(messages);
        ChatParts parts = new ChatParts().control("<bos>");
        for (int i = 0; i < turns.messages().size(); i++) {
            ChatMessage message = turns.messages().get(i);
            String role = message.isFrom(ChatMessage.ASSISTANT) ? "model" : message.role();
            String system = i == 0 && opensWithSystem ? turns.system() + "\n\n" : "";
            parts.control(START)
                    .text(role + "\n" + system + Turns.trim(message.content()))
                    .control("<end_of_turn>").text("\n");
        }
        return addGenerationPrompt ? parts.control(START).text("model\n") : parts;
    }
}
