package llm.text.chat;

import java.util.List;

/// A conversation that may open with a system message, after which user and assistant take turns.
///
/// @param system   the content of the system message, or an empty text
/// @param messages the messages after it, the user's first
record Turns(String system, List<ChatMessage> messages) {

    /// @throws IllegalArgumentException if they do not take turns
    static Turns of(List<ChatMessage> messages) {
        boolean opensWithSystem = messages.getFirst().isFrom(ChatMessage.SYSTEM);
        for (int i = opensWithSystem ? 1 : 0; i < messages.size(); i++) {
            boolean users = (i % 2 == 0) != opensWithSystem;
            String expected = users ? ChatMessage.USER : ChatMessage.ASSISTANT;
            if (!messages.get(i).isFrom(expected)) {
                throw new IllegalArgumentException("after a system message, if any, messages must "
                        + "be from user and assistant in turn, got %s at index %d"
                                .formatted(messages.get(i).role(), i));
            }
        }
        return opensWithSystem
                ? new Turns(messages.getFirst().content(), messages.subList(1, messages.size()))
                : new Turns("", messages);
    }

    /// Text without white space at its ends; a no-break space counts, as in the templates.
    static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }
}
