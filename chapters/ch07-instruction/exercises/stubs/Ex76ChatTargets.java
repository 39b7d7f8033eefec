import java.util.List;
import llm.exercise.ExerciseNotDone;
import llm.text.chat.ChatMessage;

/// Exercise 7.6 ★★★: training on whole conversations. In a chat only the assistant's turns are
/// learned, all of them, each with the token that ends it.
///
/// To keep the eye on the places, a token is a letter here: its id is `text.charAt(i)`, and two
/// control tokens have the ids `START` and `END`, which no text can spell. The layout is ChatML:
/// each message is `START`, the letters of its role, a line break, the letters of its content,
/// `END` and a line break.
///
/// - `ids`: the row of a conversation.
/// - `spans`: for each message of the assistant, in order, `{from, to}`: what is learned are the
///   ids of `ids` from place `from` up to, but without, place `to`: the content and its `END`;
///   neither the role nor the line break behind.
/// - `targets`: the row one place to the left, so one shorter; what lies in no span is
///   `CrossEntropy.IGNORED`, −100.
/// - `fit`: the conversation, shortened until its targets are at most `context`: as long as they
///   are more, the oldest exchange, a question with its answer, is left out. The system message
///   stays, and so does the last exchange.
///
/// The user's `Hi` and the assistant's `Yo` give 25 ids: `START u s e r ↵ H i END ↵` are places 0
/// to 9, `START a s s i s t a n t ↵` places 10 to 20, `Y o END ↵` places 21 to 24. So the one span
/// is `{21, 24}`, and all 24 targets are −100 but those of places 20, 21 and 22: `Y`, `o`, `END`.
///
/// A conversation may begin with one `system` message; then come one or more exchanges, `user` and
/// `assistant` in turn, so it ends with the assistant. All four methods refuse others with an
/// `IllegalArgumentException`; so does `fit` if even the last exchange is too long.
///
/// Section 7.6 of the notebook.
public final class Ex76ChatTargets {
    private static final int START = 1;
    private static final int END = 2;

    private Ex76ChatTargets() {}

    /// @return `(ids)`
    public static int[] ids(List<ChatMessage> messages) {
        throw new ExerciseNotDone("Exercise 7.6: write ids(List<ChatMessage>)");
    }

    /// @return `(turns, 2)`, a row for each message of the assistant
    public static int[][] spans(List<ChatMessage> messages) {
        throw new ExerciseNotDone("Exercise 7.6: write spans(List<ChatMessage>)");
    }

    /// @return `(tokens)`, one less than `ids` gives
    public static int[] targets(List<ChatMessage> messages) {
        throw new ExerciseNotDone("Exercise 7.6: write targets(List<ChatMessage>)");
    }

    /// @param context most targets of a row
    /// @return what is left of the messages
    public static List<ChatMessage> fit(List<ChatMessage> messages, int context) {
        throw new ExerciseNotDone("Exercise 7.6: write fit(List<ChatMessage>, int)");
    }
}
