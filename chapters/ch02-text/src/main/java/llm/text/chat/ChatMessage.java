package llm.text.chat;

import java.util.List;

/// One message of a conversation.
///
/// @param role    who speaks: `system`, `user` or `assistant`
/// @param content what is said
public record ChatMessage(String role, String content) {

    static final String SYSTEM = "system";
    static final String USER = "user";
    static final String ASSISTANT = "assistant";

    /// @throws IllegalArgumentException if the role is another
    public ChatMessage {
        if (!List.of(SYSTEM, USER, ASSISTANT).contains(role)) {
            throw new IllegalArgumentException(
                    "role must be system, user or assistant, got \"" + role + "\"");
        }
    }

    /// What the model should know or how it should behave.
    public static ChatMessage system(String content) {
        return new ChatMessage(SYSTEM, content);
    }

    public static ChatMessage user(String content) {
        return new ChatMessage(USER, content);
    }

    public static ChatMessage assistant(String content) {
        return new ChatMessage(ASSISTANT, content);
    }

    public boolean isFromSystem() {
        return isFrom(SYSTEM);
    }

    public boolean isFromUser() {
        return isFrom(USER);
    }

    public boolean isFromAssistant() {
        return isFrom(ASSISTANT);
    }

    boolean isFrom(String wanted) {
        return role.equals(wanted);
    }
}
