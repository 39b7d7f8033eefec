package llm.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import llm.model.decode.ContextOverflow;
import llm.text.chat.ChatMessage;

/// How a model's context is shared by a prompt and its answer.
///
/// @param context  tokens that the model can look at
/// @param overflow what is done with a prompt that leaves no room
public record ContextRoom(int context, ContextOverflow overflow) {
    /// The part of the context that is kept free for an answer where prompts are cut.
    private static final int KEPT_FREE = 4;

    /// A conversation as a model reads it.
    ///
    /// @param messages those that are left
    /// @param ids      their tokens
    public record Fitted(List<ChatMessage> messages, int... ids) {
        public Fitted {
            messages = List.copyOf(messages);
        }
    }

    /// Whether there is room for an answer, or will be made.
    ///
    /// @param prompt its tokens
    /// @param most   tokens of the answer
    public boolean admits(int prompt, int most) {
        return overflow != ContextOverflow.REFUSE || prompt + Math.min(most, 1) <= context;
    }

    /// How many tokens an answer may have. One that would not fit may have as many as fit.
    ///
    /// @param prompt its tokens
    /// @param most   tokens of the answer, if there is room
    public int answer(int prompt, int most) {
        return switch (overflow) {
            case REFUSE -> Math.min(most, context - prompt);
            case TRUNCATE -> Math.min(most, Math.max(context - prompt, context / KEPT_FREE));
            case SLIDE -> most;
        };
    }

    /// Lays a conversation out. Where it is to be cut, its oldest questions go with their answers;
    /// a system message stays, and so does the last question.
    ///
    /// @param layOut makes tokens of messages
    public Fitted fit(List<ChatMessage> messages, Function<List<ChatMessage>, int[]> layOut) {
        int[] whole = layOut.apply(messages);
        return overflow == ContextOverflow.TRUNCATE && isCramped(whole.length)
                ? cut(messages, layOut) : new Fitted(messages, whole);
    }

    /// Leaves as few questions out as will do: with more left out there are fewer tokens, so that
    /// bisection finds how many.
    private Fitted cut(List<ChatMessage> messages, Function<List<ChatMessage>, int[]> layOut) {
        int least = first(messages) + (messages.getLast().isFromAssistant() ? 2 : 1);
        int fewest = 0;
        int most = (messages.size() - least) / 2;
        while (fewest < most) {
            int middle = (fewest + most) / 2;
            if (isCramped(layOut.apply(without(messages, middle)).length)) {
                fewest = middle + 1;
            } else {
                most = middle;
            }
        }
        List<ChatMessage> kept = without(messages, most);
        return new Fitted(kept, layOut.apply(kept));
    }

    private static int first(List<ChatMessage> messages) {
        return messages.getFirst().isFromSystem() ? 1 : 0;
    }

    private static List<ChatMessage> without(List<ChatMessage> messages, int questions) {
        List<ChatMessage> kept = new ArrayList<>(messages);
        kept.subList(first(messages), first(messages) + 2 * questions).clear();
        return kept;
    }

    /// Whether a prompt leaves less free than it should.
    private boolean isCramped(int prompt) {
        return prompt > context - context / KEPT_FREE;
    }
}
