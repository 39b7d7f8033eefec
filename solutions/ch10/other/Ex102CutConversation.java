import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import llm.text.chat.ChatMessage;

/// With streams: of all conversations that might be sent, the longest that fits.
public final class Ex102CutConversation {
    private Ex102CutConversation() {}

    public static List<ChatMessage> cut(List<ChatMessage> messages,
            ToIntFunction<List<ChatMessage>> tokens, int context, int answer) {
        List<ChatMessage> system = messages.stream().filter(ChatMessage::isFromSystem).toList();
        int size = messages.size();
        return IntStream.iterate(system.size(), from -> from < size, from -> from + 2)
                .mapToObj(from -> Stream.concat(system.stream(),
                        messages.subList(from, size).stream()).toList())
                .filter(conversation -> tokens.applyAsInt(conversation) <= context - answer)
                .findFirst().orElseThrow(() -> new IllegalArgumentException(
                        "the last question must fit a context of " + context + " tokens with "
                        + answer + " for its answer, got a longer one"));
    }
}
