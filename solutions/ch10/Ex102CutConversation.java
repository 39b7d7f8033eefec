import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import llm.text.chat.ChatMessage;

/// Exercise 10.2: a conversation that outgrows the context.
///
/// **Why.** What is told to the model must still be a conversation: an answer without its question
/// would stand where templates expect a question, and a gap would make answers refer to what is not
/// there. So exchanges go as a whole and from the start. The system message says how to answer at
/// all, and without the last question there is nothing to answer.
///
/// **Complexity.** The conversation is laid out once more for each exchange that goes.
///
/// **Common mistakes.** Cutting tokens from the front, and the system message with them; half an
/// exchange; no room for the answer, which then breaks off after a few words; adding up the
/// messages one by one, by which the frame around a conversation is counted for each of them.
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
            kept.subList(first, first + 2).clear();         // a question and its answer
        }
        return kept;
    }
}
