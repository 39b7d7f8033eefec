import java.util.List;
import llm.text.chat.ChatMessage;

public final class Ex72PhiLayout {
    public static String conversation(List<ChatMessage> messages) {
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("messages must be one or more, got none");
        }
        StringBuilder text = new StringBuilder();
        for (ChatMessage message : messages) {
            String lineBreak = text.isEmpty() ? "" : "\n\n";
            text.append(lineBreak).append(mark(message.role())).append(message.content());
        }
        if (messages.getLast().role().equals("user")) {
            text.append("\n\n").append(mark("assistant"));
        }
        return text.toString();
    }

    private static String mark(String role) {
        return switch (role) {
            case "user" -> "<|user|>\n";
            case "assistant" -> "<|assistant|>:\n";
            default -> throw new IllegalArgumentException(
                    "role must be user or assistant, got " + role);
        };
    }
}
