import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import llm.text.chat.ChatMessage;

/// An empty answer is put behind an open question; then every message is laid out the same way.
public final class Ex72PhiLayout {
    private static final Map<String, String> MARKS =
            Map.of("user", "<|user|>", "assistant", "<|assistant|>:");

    private Ex72PhiLayout() {}

    public static String conversation(List<ChatMessage> messages) {
        if (messages.isEmpty() || !messages.stream().allMatch(m -> MARKS.containsKey(m.role()))) {
            throw new IllegalArgumentException(
                    "messages must be one or more from user and assistant, got " + messages);
        }
        Stream<ChatMessage> open = messages.getLast().role().equals("user")
                ? Stream.of(ChatMessage.assistant("")) : Stream.empty();
        return Stream.concat(messages.stream(), open)
                .map(message -> MARKS.get(message.role()) + "\n" + message.content())
                .collect(Collectors.joining("\n"));
    }
}
