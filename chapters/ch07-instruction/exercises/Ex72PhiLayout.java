import java.util.List;
import llm.exercise.ExerciseNotDone;
import llm.text.chat.ChatMessage;

/// Exercise 7.2 ★: a conversation in Phi-3's layout. Short marks say who speaks, so a conversation
/// of several turns is a text as well.
///
/// Each message is its mark in one line, `<|user|>` or `<|assistant|>:` (the colon only there, as
/// in the library), and its content in the lines below. Messages follow each other with one line
/// break between them. If the last message is the user's, a line break, the assistant's mark and
/// another line break follow, for the model to go on; if it is the assistant's, the text ends with
/// its content. For `Hi`, answered by `Hello`, and then `Who are you?`:
///
/// ```text
/// <|user|>
/// Hi
/// <|assistant|>:
/// Hello
/// <|user|>
/// Who are you?
/// <|assistant|>:
///
/// ```
///
/// Contents stay as they are. Refuse a conversation without messages, and one with a message from
/// `system`, with an `IllegalArgumentException`.
///
/// Section 7.4 of the notebook.
public final class Ex72PhiLayout {
    private Ex72PhiLayout() {}

    /// @param messages one or more, from `user` and `assistant`
    /// @return the conversation as one text
    public static String conversation(List<ChatMessage> messages) {
        throw new ExerciseNotDone("Exercise 7.2: write conversation(List<ChatMessage>)");
    }
}
