import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import llm.text.chat.ChatMessage;

public final class Ex102CutConversation {
    private Ex102CutConversation() {}

    public static List<ChatMessage> cut(List<ChatMessage> messages,
            ToIntFunction<List<ChatMessage>> tokens, int context, int answer) {
        List<ChatMessage> kept = new ArrayList<>(messages);
        int first = kept.getFirst().isFromSystem() ? 1 : 0;
        while (tokens.applyAsInt(kept) + answer > context) {
            if (kept.size() <= first + 1) {
                throw new IllegalArgumentException(("a question must leave room for an answer of "
                        + "%d tokens in a context of %d, got one of %d").formatted(answer, context,
                        tokens.applyAsInt(kept)));
            }
            kept.subList(first, kept.size() - 1).clear();
        }
        return kept;
    }
}
