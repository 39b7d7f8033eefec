package llm.tools.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import llm.deploy.chat.Conversation;
import llm.deploy.chat.LocalChat;
import llm.model.decode.ContextOverflow;
import llm.model.decode.Sampler;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A chat at a terminal")
class TerminalConsoleTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern ESCAPE = Pattern.compile(
            "\u001B\\[[?0-9;]*[a-zA-Z]|\u001B[=>]");

    @TempDir
    private Path folder = Path.of("");
    private final PipedOutputStream keys = new PipedOutputStream();
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private ExternalTerminal terminal;
    private LocalChat chat;
    private CompletableFuture<Boolean> dialogue = new CompletableFuture<>();

    @BeforeEach
    void begin() throws IOException {
        terminal = new ExternalTerminal("test", "xterm", new PipedInputStream(keys), screen,
                StandardCharsets.UTF_8);
        Path model = ChatModel.save(folder.resolve("model"));
        chat = ChatModel.chat(model, 5, ContextOverflow.SLIDE);
        begin(new TerminalConsole(terminal, folder.resolve("history"), chat::cancel));
    }

    private void begin(TerminalConsole console) {
        ChatSettings settings = ChatSettings.of(Sampler.Options.NONE, OptionalInt.of(5),
                ContextOverflow.SLIDE);
        ChatDialogue all = new ChatDialogue(chat, settings, console, false);
        dialogue = CompletableFuture.supplyAsync(() -> {
            try {
                return all.run();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        awaitPrompt(1);
    }

    @AfterEach
    void end() throws IOException {
        chat.cancel();
        terminal.close();
        keys.close();
    }

    /// Types, as fast as nobody can.
    private void type(String text) throws IOException {
        keys.write(text.getBytes(StandardCharsets.UTF_8));
        keys.flush();
    }

    private String screen() {
        return ESCAPE.matcher(screen.toString(StandardCharsets.UTF_8)).replaceAll("");
    }

    private void await(String text, int times) {
        Instant end = Instant.now().plus(PATIENCE);
        while (screen().split(Pattern.quote(text), -1).length <= times) {
            assertThat(Instant.now()).as("waits for \"%s\" in %s", text, screen()).isBefore(end);
            Thread.onSpinWait();
        }
    }

    private void awaitPrompt(int number) {
        await("> ", number);
    }

    private boolean ended() {
        return dialogue.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    private Conversation conversation(String... questions) throws IOException {
        try (LocalChat other = ChatModel.chat(folder.resolve("model"), 5, ContextOverflow.SLIDE)) {
            for (String question : questions) {
                other.ask(question);
            }
            return other.conversation();
        }
    }

    @Test
    @DisplayName("answers what is typed, tells its cost in a fainter line, and ends at Ctrl-D")
    void answers() throws IOException {
        type("the cat\r");
        awaitPrompt(2);
        type("the ca\bat \\\r");
        await("… ", 1);
        type("and the dog\r");
        awaitPrompt(3);
        type("\u0004");
        assertThat(ended()).isTrue();
        assertThat(chat.conversation()).isEqualTo(conversation("the cat", "the cat \nand the dog"));
        assertThat(screen.toString(StandardCharsets.UTF_8)).containsPattern(
                "\u001B\\[2m5 tokens, cut off there, .*\u001B\\[0?m");
    }

    @Test
    @DisplayName("takes a pasted text of several lines as one question")
    void paste() throws IOException {
        type("\u001B[200~the cat\nthe dog\u001B[201~ again\r");
        awaitPrompt(2);
        type("/quit\r");
        assertThat(ended()).isTrue();
        assertThat(chat.conversation()).isEqualTo(conversation("the cat\nthe dog again"));
    }

    @Test
    @DisplayName("says at Ctrl-C how it ends, if nothing is typed, and else throws the line away")
    void interruptPrompt() throws IOException {
        terminal.raise(Signal.INT);
        await("Ctrl-D or /quit ends the chat.", 1);
        awaitPrompt(2);
        type("never as");
        await("never as", 1);
        terminal.raise(Signal.INT);
        awaitPrompt(3);
        type("the cat\r");
        awaitPrompt(4);
        type("\u0004");
        assertThat(ended()).isTrue();
        assertThat(chat.conversation()).isEqualTo(conversation("the cat"));
        assertThat(screen().split("ends the chat", -1)).hasSize(2);
    }

    @Test
    @DisplayName("stops an answer at Ctrl-C, keeps what was written, and goes on")
    void interruptAnswer() throws IOException {
        type("/set max-new-tokens 100000000\r");
        awaitPrompt(2);
        type("the cat\r");
        int before = screen.size();
        Instant end = Instant.now().plus(PATIENCE);
        while (screen.size() < before + 300) {
            assertThat(Instant.now()).isBefore(end);
            Thread.onSpinWait();
        }
        terminal.raise(Signal.INT);
        await(", stopped, ", 1);
        awaitPrompt(3);
        assertThat(chat.conversation().questions()).isEqualTo(1);
        String written = chat.conversation().messages().getLast().content();
        type("/set max-new-tokens 5\r");
        awaitPrompt(4);
        type("/retry\r");
        awaitPrompt(5);
        type("\u0004");
        assertThat(ended()).isTrue();
        assertThat(written).startsWith(chat.conversation().messages().getLast().content())
                .hasSizeGreaterThan(50);
        assertThat(chat.conversation()).isEqualTo(conversation("the cat"));
    }

    @Test
    @DisplayName("brings earlier lines back, from earlier chats too, and completes commands")
    void history() throws IOException {
        type("the cat\r");
        awaitPrompt(2);
        type("\u001BOA\r");
        awaitPrompt(3);
        type("/res\t\r");
        await("Questions and answers are forgotten.", 1);
        type("\u0004");
        assertThat(ended()).isTrue();
        assertThat(chat.conversation()).isEqualTo(Conversation.EMPTY);
        assertThat(Files.readString(folder.resolve("history"))).contains("the cat", "/reset");

        PipedOutputStream later = new PipedOutputStream();
        ExternalTerminal other = new ExternalTerminal("later", "xterm",
                new PipedInputStream(later), new ByteArrayOutputStream(), StandardCharsets.UTF_8);
        try (TerminalConsole console = new TerminalConsole(other, folder.resolve("history"),
                () -> { })) {
            later.write("\u001BOA\u001BOA\r".getBytes(StandardCharsets.UTF_8));
            later.flush();
            assertThat(console.read()).isEqualTo("the cat");
        }
    }

    @Test
    @DisplayName("shows no control characters that a model may write")
    void controlCharacters() throws IOException {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        ExternalTerminal other = new ExternalTerminal("other", "xterm",
                new PipedInputStream(new PipedOutputStream()), shown, StandardCharsets.UTF_8);
        try (TerminalConsole console = new TerminalConsole(other, folder.resolve("history"),
                () -> { })) {
            console.show("a\u001B[2Jb\rc\u0007\u009Bd\te\u00E9");
        }
        assertThat(shown.toString(StandardCharsets.UTF_8)).isEqualTo(
                "a\uFFFD[2Jb\uFFFDc\uFFFD\uFFFDd\te\u00E9");
    }
}
