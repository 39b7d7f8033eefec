package llm.text.chat;

import java.util.ArrayList;
import java.util.List;

/// ChatML: `<|im_start|>`, the role, a line break, the content, `<|im_end|>`. Qwen3 adds what the
/// assistant thought before it answered, but only since the user last spoke.
///
/// Source: the chat templates of `Qwen/Qwen3-0.6B`, `Qwen/Qwen2-0.5B-Instruct`,
/// `Qwen/Qwen2.5-0.5B-Instruct` and `HuggingFaceTB/SmolLM2-135M-Instruct`.
final class ChatMl {

    private static final String THOUGHTS = "<think>";
    private static final String END_OF_THOUGHTS = "</think>";

    private ChatMl() {
    }

    static ChatParts parts(List<ChatMessage> messages, boolean addGenerationPrompt) {
        ChatParts parts = new ChatParts();
        messages.forEach(message -> add(parts, message.role(), message.content()));
        return addGenerationPrompt ? open(parts, ChatMessage.ASSISTANT) : parts;
    }

    /// @param usual what the system says where the conversation opens without it
    static ChatParts withSystem(String usual, List<ChatMessage> messages,
                                boolean addGenerationPrompt) {
        if (messages.getFirst().isFrom(ChatMessage.SYSTEM)) {
            return parts(messages, addGenerationPrompt);
        }
        List<ChatMessage> opened = new ArrayList<>(messages);
        opened.addFirst(ChatMessage.system(usual));
        return parts(opened, addGenerationPrompt);
    }

    static ChatParts withThoughts(List<ChatMessage> messages, boolean addGenerationPrompt) {
        int lastQuestion = lastQuestion(messages);
        ChatParts parts = new ChatParts();
        for (int i = 0; i < messages.size(); i++) {
            ChatMessage message = messages.get(i);
            String content = message.isFrom(ChatMessage.ASSISTANT)
                    ? answer(message.content(), i > lastQuestion, i == messages.size() - 1)
                    : message.content();
            add(parts, message.role(), content);
        }
        return addGenerationPrompt ? open(parts, ChatMessage.ASSISTANT) : parts;
    }

    /// The user's last message; a tool's answer, which is sent in their name, is none.
    private static int lastQuestion(List<ChatMessage> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            String content = messages.get(i).content();
            boolean fromTool = content.startsWith("<tool_response>")
                    && content.endsWith("</tool_response>");
            if (messages.get(i).isFrom(ChatMessage.USER) && !fromTool) {
                return i;
            }
        }
        return messages.size() - 1;
    }

    private static String answer(String content, boolean afterQuestion, boolean last) {
        int end = content.indexOf(END_OF_THOUGHTS);
        String thoughts = "";
        String rest = content;
        if (end >= 0) {
            String before = withoutLineBreaks(content.substring(0, end), false, true);
            int start = before.lastIndexOf(THOUGHTS);
            thoughts = withoutLineBreaks(
                    start < 0 ? before : before.substring(start + THOUGHTS.length()), true, true);
            int lastEnd = content.lastIndexOf(END_OF_THOUGHTS) + END_OF_THOUGHTS.length();
            rest = withoutLineBreaks(content.substring(lastEnd), true, false);
        }
        return afterQuestion && (last || !thoughts.isEmpty())
                ? THOUGHTS + "\n" + thoughts + "\n" + END_OF_THOUGHTS + "\n\n"
                        + withoutLineBreaks(rest, true, false)
                : rest;
    }

    private static String withoutLineBreaks(String text, boolean atStart, boolean atEnd) {
        String begun = atStart ? text.replaceFirst("^\n+", "") : text;
        return atEnd ? begun.replaceFirst("\n+\\z", "") : begun;
    }

    static void add(ChatParts parts, String role, String content) {
        open(parts, role).text(content).control("<|im_end|>").text("\n");
    }

    static ChatParts open(ChatParts parts, String role) {
        return parts.control("<|im_start|>").text(role + "\n");
    }
}
