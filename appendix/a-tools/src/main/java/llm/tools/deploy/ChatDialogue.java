package llm.tools.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import llm.deploy.chat.ChatAnswer;
import llm.deploy.chat.Conversation;
import llm.deploy.chat.LocalChat;
import llm.deploy.engine.AnswerEvent.Usage;
import llm.tools.cli.Failure;

/// Hands what is typed to the model, or does it if it is for the chat itself.
final class ChatDialogue {
    private static final String HOME = "~/";

    private final LocalChat chat;
    private final ChatConsole console;
    private final boolean quiet;
    private ChatSettings settings;
    private int leftOut;                                     // questions, as was told last
    private boolean over;
    private boolean failed;

    /// @param quiet whether to say nothing of what an answer has cost
    ChatDialogue(LocalChat chat, ChatSettings settings, ChatConsole console, boolean quiet) {
        this.chat = chat;
        this.settings = settings;
        this.console = console;
        this.quiet = quiet;
    }

    /// Goes on until the user has enough.
    ///
    /// @return whether all that was asked could be done
    boolean run() throws IOException {
        while (!over) {
            String typed = console.read();
            if (typed == null) {
                return !failed;
            }
            if (!typed.isBlank()) {
                take(typed.strip());
            }
        }
        return !failed;
    }

    private void take(String typed) {
        try {
            if (typed.startsWith("/")) {
                String[] parts = typed.split("\\s+", 2);
                act(ChatAction.named(parts[0]), parts.length > 1 ? parts[1] : "");
            } else {
                answer(listener -> chat.ask(typed, listener));
            }
        } catch (IllegalArgumentException | IOException e) {
            failed = true;
            console.tell(Failure.sentence(e));
        }
    }

    // ---- Answers ----

    private ChatAnswer answer(Function<Consumer<String>, ChatAnswer> question) {
        Shown shown = new Shown(console);
        ChatAnswer answer = question.apply(shown);
        console.endAnswer();
        if (!quiet) {
            console.mention(cost(answer));
        }
        tellUnseen(answer);
        return answer;
    }

    /// Shows an answer, without the blanks that stand before its first word.
    private static final class Shown implements Consumer<String> {
        private final ChatConsole console;
        private boolean begun;

        Shown(ChatConsole console) {
            this.console = console;
        }

        @Override
        public void accept(String piece) {
            String visible = begun ? piece : piece.stripLeading();
            if (!visible.isEmpty()) {
                begun = true;
                console.show(visible);
            }
        }
    }

    private static String cost(ChatAnswer answer) {
        Usage usage = answer.usage();
        double speed = answer.tokensPerSecond();
        return "%s%s%s; %s read, %d known from before".formatted(tokens(usage.generatedTokens()),
                switch (answer.ending()) {
                    case CANCELLED -> ", stopped";
                    case LENGTH -> ", cut off there";
                    default -> "";
                }, Double.isNaN(speed) ? "" : String.format(Locale.ROOT, ", %.1f tokens/s", speed),
                tokens(usage.promptTokens() - usage.sharedTokens()), usage.sharedTokens());
    }

    private static String tokens(int count) {
        return count == 1 ? "1 token" : count + " tokens";
    }

    /// Says it when the model begins to see less than the user does.
    private void tellUnseen(ChatAnswer answer) {
        if (answer.leftOut() > leftOut) {
            console.tell("The model's context is full: the oldest %s out of its sight.".formatted(
                    answer.leftOut() == 1 ? "question and its answer are"
                            : answer.leftOut() + " questions and their answers are"));
        }
        leftOut = answer.leftOut();
        if (answer.cutOff() > 0) {
            console.tell("The model's context is full: it did not see the first %s of that."
                    .formatted(tokens(answer.cutOff())));
        }
    }

    // ---- The chat itself ----

    private void act(ChatAction action, String argument) throws IOException {
        requireArgument(action, argument);
        switch (action) {
            case HELP -> console.tell(ChatAction.help());
            case SYSTEM -> instruct(argument);
            case RETRY -> retry();
            case RESET -> {
                chat.replace(chat.conversation().withoutQuestions());
                console.tell("Questions and answers are forgotten.");
            }
            case SET -> set(argument);
            case SAVE -> save(file(argument));
            case LOAD -> load(file(argument));
            case QUIT -> over = true;
        }
    }

    private static void requireArgument(ChatAction action, String argument) {
        if (action.standsAlone() && !argument.isEmpty()) {
            throw new IllegalArgumentException("%s must stand alone, got %s behind it.".formatted(
                    action.word(), argument));
        }
    }

    private void instruct(String text) {
        chat.replace(chat.conversation().withSystem(text.isEmpty() ? Optional.empty()
                : Optional.of(text)));
        console.tell(text.isEmpty() ? "There is no system message any more."
                : "The model is told so from the next question on.");
    }

    private void retry() {
        String before = chat.conversation().questions() == 0 ? ""
                : chat.conversation().messages().getLast().content();
        ChatAnswer answer = answer(chat::retry);
        if (chat.options().sampler().greedy() && answer.text().equals(before)) {
            console.tell("The likeliest answer stays the same; /set temperature 0.8 draws others.");
        }
    }

    private void set(String argument) {
        String[] parts = argument.split("[\\s=]+");
        if (parts.length > 2 || parts.length == 1 && !argument.isEmpty()) {
            throw new IllegalArgumentException("/set must have a name and a value, such as /set "
                    + "temperature 0.7, got %s.".formatted(argument));
        }
        if (parts.length == 2) {
            settings = settings.with(parts[0], parts[1]);
            chat.choose(settings.options());
        }
        console.tell(settings.toString());
    }

    private static Path file(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("A file must be named, as in /save chat.json.");
        }
        try {
            return Path.of(name.startsWith(HOME)
                    ? System.getProperty("user.home") + name.substring(1) : name);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("%s is no name for a file.".formatted(name), e);
        }
    }

    /// Writes the conversation; replaces an older one, and nothing else.
    private void save(Path file) throws IOException {
        if (Files.exists(file)) {
            try {
                Conversation.load(file);
            } catch (IllegalArgumentException | IOException e) {
                throw new IllegalArgumentException(file + " exists and is not a conversation; it "
                        + "is left as it is.", e);
            }
        }
        chat.conversation().save(file);
        console.tell("Saved %s.".formatted(summary(file)));
    }

    private void load(Path file) throws IOException {
        chat.replace(Conversation.load(file));
        console.tell("Going on from %s.".formatted(summary(file)));
    }

    private String summary(Path file) {
        int questions = chat.conversation().questions();
        return "%s: %s with answers".formatted(file, questions == 1 ? "1 question"
                : questions + " questions");
    }
}
