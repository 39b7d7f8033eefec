import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import llm.text.chat.ChatMessage;

public final class Ex102CutConversation {
    private Ex102CutConversation() {}

    public static List<ChatMessage> cut(List<ChatMessage> messages,
            ToIntFunction<List<ChatMessage>> tokens, int context, int answer) {
        int first = messages.getFirst().isFromSystem() ? 1 : 0;
        List<ChatMessage> kept = new ArrayList<>(messages.subList(0, first));
        kept.add(messages.getLast());
        if (tokens.applyAsInt(kept) + answer > context) {
            throw new IllegalArgumentException("the last question must fit the context, got "
                    + "a longer one");
        }
        for (int i = messages.size() - 3; i >= first; i -= 2) {
            kept.addAll(first, messages.subList(i, i + 2));
            if (tokens.applyAsInt(kept) + answer > context) {
                kept.subList(first, first + 2).clear();
            }
        }
        return kept;
    }
}
