import java.util.List;
import llm.text.chat.ChatMessage;

/// Exercise 7.2: a conversation in Phi-3's layout.
///
/// **Why.** A model has no memory of earlier turns but the text that it reads: all of them are laid
/// out again for each answer. Whether the assistant's mark stands open at the end is the difference
/// between the two uses. To ask, it must, or the model might go on as the user; to train, the
/// answer is there, and a mark behind it would announce one that never comes.
///
/// **Complexity.** O(n) time and memory for n letters; a string that grows by `+` in the loop is
/// copied each time, which is O(n²) for many short messages.
///
/// **Common mistakes.** No open mark behind a question, or one behind an answer as well; a line
/// break more at the end than in the training.
public final class Ex72PhiLayout {
    private Ex72PhiLayout() {}

    public static String conversation(List<ChatMessage> messages) {
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("messages must be one or more, got none");
        }
        StringBuilder text = new StringBuilder();
        for (ChatMessage message : messages) {
            String lineBreak = text.isEmpty() ? "" : "\n";
            text.append(lineBreak).append(mark(message.role())).append(message.content());
        }
        if (messages.getLast().role().equals("user")) {
            text.append("\n").append(mark("assistant"));
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
