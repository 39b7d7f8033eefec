import java.util.List;
import java.util.function.ToIntFunction;
import llm.exercise.ExerciseNotDone;
import llm.text.chat.ChatMessage;

/// Exercise 10.2 ★★: a conversation that outgrows the context. A chat model is told the whole
/// conversation at every turn, so one day it is too long. Something must go.
///
/// Return what is told to the model:
///
/// - The system message stays, if there is one. It is the first message.
/// - The last message stays: it is the question that is to be answered.
/// - What lies between are exchanges, a question of the user and the answer of the assistant. The
///   oldest exchange goes first, question and answer together, and no more exchanges go than must.
/// - What is left, and `answer` tokens of the answer to come, must fit `context` tokens. To fit
///   exactly is to fit.
/// - If it does not fit without any exchange, refuse with an `IllegalArgumentException`.
///
/// `tokens` counts the tokens of a whole conversation, as the model's template lays it out. That is
/// more than its messages have by themselves, so ask it about what you mean to send.
///
/// Let a conversation have 3 tokens at its end, where the answer begins, and each message its words
/// and 2 tokens more:
///
/// ```text
/// system     Be brief.           4      user       When?               3
/// user       Who wrote Faust?    5      assistant  In 1808.            4
/// assistant  Goethe.             3      user       Was he old then?    6
/// ```
///
/// These are 28 tokens. With a context of 30 and an answer of 10, the first exchange goes, and 20
/// are left: `Be brief.`, `When?`, `In 1808.`, `Was he old then?` With a context of 23 the second
/// one goes, too, and with one of 22 the conversation is refused.
///
/// Section 10.3 of the notebook.
public final class Ex102CutConversation {
    private Ex102CutConversation() {}

    /// @param messages the last one is the user's
    /// @param tokens   of a conversation
    /// @param context  tokens that the model can look at
    /// @param answer   tokens that are kept free
    /// @return messages that are left, in their order
    public static List<ChatMessage> cut(List<ChatMessage> messages,
            ToIntFunction<List<ChatMessage>> tokens, int context, int answer) {
        throw new ExerciseNotDone("Exercise 10.2: write cut(List, ToIntFunction, int, int)");
    }
}
