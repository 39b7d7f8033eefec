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
        List<ChatMessage> kept = new ArrayList<>(messages);
        int[] ids = layOut.apply(kept);
        int first = kept.getFirst().isFromSystem() ? 1 : 0;
        int least = first + (kept.getLast().isFromAssistant() ? 2 : 1);
        while (overflow == ContextOverflow.TRUNCATE && isCramped(ids.length)
                && kept.size() > least + 1) {
            kept.subList(first, first + 2).clear();
            ids = layOut.apply(kept);
        }
        return new Fitted(kept, ids);
    }

    /// Whether a prompt leaves less free than it should.
    private boolean isCramped(int prompt) {
        return prompt > context - context / KEPT_FREE;
    }
}
