package llm.tools.deploy;

import java.util.Arrays;
import java.util.stream.Collectors;

/// What can be said to the chat itself rather than to the model.
enum ChatAction {
    HELP("/help", "", "Show this."),
    SYSTEM("/system", "TEXT", "Tell the model how to behave; without TEXT, take that back."),
    RETRY("/retry", "", "Answer the last question once more; also /regenerate."),
    RESET("/reset", "", "Forget questions and answers, but not what /system says."),
    SET("/set", "NAME VALUE", "Change a setting; VALUE may be off. Without both, show all."),
    SAVE("/save", "FILE", "Write the conversation as JSON."),
    LOAD("/load", "FILE", "Go on from a conversation that was saved."),
    QUIT("/quit", "", "End; also /exit and Ctrl-D.");

    private static final int HELP_COLUMN = 18;

    private final String word;
    private final String argument;
    private final String summary;

    ChatAction(String word, String argument, String summary) {
        this.word = word;
        this.argument = argument;
        this.summary = summary;
    }

    /// What the user types.
    String word() {
        return word;
    }

    /// @throws IllegalArgumentException if nothing is called so
    static ChatAction named(String word) {
        return switch (word) {
            case "/regenerate" -> RETRY;
            case "/exit" -> QUIT;
            default -> Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(("There is no %s; /help lists "
                            + "what there is. A question must not begin with /.").formatted(word)));
        };
    }

    /// Whether it takes nothing behind its name.
    boolean standsAlone() {
        return argument.isEmpty();
    }

    /// All of them, a line each, and how to write a question.
    static String help() {
        return Arrays.stream(values())
                .map(each -> (each.word + " " + each.argument + " ".repeat(HELP_COLUMN))
                        .substring(0, HELP_COLUMN) + each.summary)
                .collect(Collectors.joining("\n", "", "\n\nA question goes on in the next line "
                        + "after a backslash at the end; a pasted text may have several lines.\n"
                        + "Ctrl-C stops an answer. Settings: " + String.join(", ", ChatSettings.NAMES) + "."));
    }
}
