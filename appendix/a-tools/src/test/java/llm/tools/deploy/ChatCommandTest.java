package llm.tools.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import llm.deploy.chat.Conversation;
import llm.deploy.chat.LocalChat;
import llm.model.decode.ContextOverflow;
import llm.tools.Terminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("llm chat, with lines from a pipe")
class ChatCommandTest {
    @TempDir
    private Path folder = Path.of("");
    private Path model = Path.of("");

    @BeforeEach
    void saveModel() throws IOException {
        model = ChatModel.save(folder.resolve("model"));
    }

    private Terminal chat(String typed, String... options) {
        List<String> all = new ArrayList<>(List.of("chat", "--model", model.toString(),
                "--max-new-tokens", "9"));
        all.addAll(Arrays.asList(options));
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)));
        try {
            return Terminal.run(all.toArray(String[]::new));
        } finally {
            System.setIn(before);
        }
    }

    /// The conversation that these questions make.
    private Conversation asked(Conversation begun, String... questions) throws IOException {
        try (LocalChat chat = ChatModel.chat(model, 9, ContextOverflow.TRUNCATE)) {
            chat.replace(begun);
            for (String question : questions) {
                chat.ask(question);
            }
            return chat.conversation();
        }
    }

    private static String answers(Conversation conversation) {
        StringBuilder all = new StringBuilder();
        for (var message : conversation.messages()) {
            all.append(message.isFromAssistant() ? message.content() + System.lineSeparator() : "");
        }
        return all.toString();
    }

    /// Blanks at the end of an answer are shown, and not kept.
    private static String stripped(String out) {
        return out.replaceAll("(?m)[ \\t]+$", "");
    }

    private Conversation saved(String name) throws IOException {
        return Conversation.load(folder.resolve(name));
    }

    @Test
    @DisplayName("prints the answer to each line, in one conversation, and nothing else")
    void answersLines() throws IOException {
        Terminal run = chat("the cat\n\n  the dog  \nand \\\nthe \\\ncat", "--quiet");
        Conversation expected = asked(Conversation.EMPTY, "the cat", "the dog", "and \nthe \ncat");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(stripped(run.out())).isEqualTo(stripped(answers(expected))).isNotBlank();
        assertThat(expected.messages().get(1)).isNotEqualTo(expected.messages().get(3));
    }

    @Test
    @DisplayName("shows no blanks before the first word of an answer")
    void leadingBlanks() {
        Terminal run = chat("the cat\n/set temperature 20\n/set max-new-tokens 1\n"
                + "/retry\n".repeat(200), "--quiet");
        assertThat(run.out().lines()).hasSizeGreaterThan(200)
                .noneMatch(line -> line.startsWith(" "));
    }

    @Test
    @DisplayName("tells on standard error who answers and what each answer has cost")
    void cost() {
        Terminal run = chat("the cat\nthe dog\n");

        assertThat(run.err().lines()).hasSize(3);
        assertThat(run.err().lines().toList().get(0)).isEqualTo("model, asked as short, with a "
                + "context of 256 tokens. /help lists what else there is.");
        assertThat(run.err().lines().toList().get(1)).matches("9 tokens, cut off there, [0-9.]+ "
                + "tokens/s; [0-9]+ tokens read, 0 known from before");
        assertThat(run.err().lines().toList().get(2)).matches(".*; [0-9]+ tokens read, [1-9][0-9]* "
                + "known from before");
    }

    @Test
    @DisplayName("saves the conversation and goes on from it")
    void savesAndLoads() throws IOException {
        Path file = folder.resolve("chat.json");
        Terminal run = chat("the cat\n/save " + file + "\nthe dog\n/save " + file
                + "\n/reset\n/load " + file + "\nand\n/save " + file + "2\n", "--quiet");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err().lines()).containsExactly("Saved " + file + ": 1 question with answers.",
                "Saved " + file + ": 2 questions with answers.",
                "Questions and answers are forgotten.",
                "Going on from " + file + ": 2 questions with answers.",
                "Saved " + file + "2: 3 questions with answers.");
        Conversation two = asked(Conversation.EMPTY, "the cat", "the dog");
        assertThat(saved("chat.json")).isEqualTo(two);
        assertThat(saved("chat.json2")).isEqualTo(asked(two, "and"));

        Terminal later = chat("and\n", "--quiet", "--load", file.toString());
        assertThat(stripped(later.out())).isEqualTo(stripped(answers(asked(two, "and")))
                .substring(stripped(answers(two)).length()));
    }

    @Test
    @DisplayName("takes a system message, and takes it back")
    void system() throws IOException {
        Path file = folder.resolve("chat.json");
        chat("/system the  dog\nthe cat\n/save %s\n/system\n/save %s2\n/reset\n".formatted(file,
                file), "--quiet");
        Conversation begun = Conversation.EMPTY.withSystem(Optional.of("the  dog"));
        assertThat(saved("chat.json")).isEqualTo(asked(begun, "the cat"))
                .isNotEqualTo(asked(Conversation.EMPTY, "the cat").withSystem(begun.system()));
        assertThat(saved("chat.json2")).isEqualTo(
                saved("chat.json").withSystem(Optional.empty()));

        Terminal option = chat("the cat\n/save %s3\n/reset\n/save %s4\n".formatted(file, file),
                "--quiet", "--system", "the  dog");
        assertThat(option.exitCode()).isZero();
        assertThat(saved("chat.json3")).isEqualTo(saved("chat.json"));
        assertThat(saved("chat.json4")).isEqualTo(begun);
    }

    @Test
    @DisplayName("answers once more, and says how answers would differ")
    void retry() throws IOException {
        Path file = folder.resolve("chat.json");
        Terminal run = chat("the cat\n/retry\n/set temperature 3\n/regenerate\n/save %s\n"
                .formatted(file), "--quiet");
        String[] shown = run.out().split(System.lineSeparator());
        String likeliest = "The likeliest answer stays the same; /set temperature 0.8 draws others.";
        assertThat(run.err().lines().toList()).startsWith(likeliest,
                "temperature 3, top-k off, top-p off, min-p off, repetition-penalty off, "
                        + "max-new-tokens 9").hasSize(3);
        assertThat(shown[1]).isEqualTo(shown[0]);
        assertThat(saved("chat.json").questions()).isEqualTo(1);
        assertThat(saved("chat.json")).isNotEqualTo(asked(Conversation.EMPTY, "the cat"));

        Terminal cold = chat("the cat\n/set temperature 0.0001\n/retry\n", "--quiet");
        assertThat(cold.out().lines().distinct()).hasSize(1); // drawn, and the same by chance
        assertThat(cold.err()).doesNotContain(likeliest);
    }

    @Test
    @DisplayName("changes settings for the next answers")
    void settings() {
        Terminal run = chat("the cat\n/set max-new-tokens 3\nthe cat\n/set max-new-tokens off\n"
                + "/set top-k=40\n/set\n");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("9 tokens, cut off there", "3 tokens, cut off there",
                "temperature off, top-k off, top-p off, min-p off, repetition-penalty off, "
                        + "max-new-tokens off");
        assertThat(run.err().lines().filter(line -> line.contains("top-k 40"))).hasSize(2);
        Terminal drawn = chat("the cat\n", "--temperature", "2", "--seed", "5", "--quiet");
        assertThat(drawn.out()).isEqualTo(chat("the cat\n", "--temperature", "2", "--seed", "5",
                "--quiet").out()).isNotEqualTo(chat("the cat\n", "--quiet").out());
    }

    @Test
    @DisplayName("lists what it can do, and ends when it is told to")
    void helpAndQuit() {
        Terminal run = chat("/help\n/quit\nthe cat\n", "--quiet");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEmpty();
        for (ChatAction action : ChatAction.values()) {
            assertThat(run.err()).contains(action.word());
        }
        assertThat(chat("/exit\nthe cat\n", "--quiet").out()).isEmpty();
    }

    @Test
    @DisplayName("says in one sentence what cannot be done, goes on, and fails at the end")
    void explains() throws IOException {
        Path other = Files.writeString(folder.resolve("other.txt"), "precious");
        assertTold("/dance", "There is no /dance; /help lists what there is. A question must not "
                + "begin with /.");
        assertTold("/load " + folder.resolve("none"), folder.resolve("none")
                + " must exist, got no such file");
        assertTold("/load " + other, "must be valid JSON");
        assertTold("/load " + folder, folder + " must be a file, got a folder");
        assertTold("/load", "A file must be named, as in /save chat.json.");
        assertTold("/load \0", "is no name for a file.");
        assertTold("/save " + other, other + " exists and is not a conversation; it is left as it "
                + "is.");
        assertTold("/save " + folder, " exists and is not a conversation; it is left as it is.");
        assertTold("/save " + other + "/chat.json", "other.txt");
        assertTold("/set temperature", "/set must have a name and a value, such as /set temperature "
                + "0.7, got temperature.");
        assertTold("/set mood 3", "/set must name one of temperature, top-k");
        assertTold("/set top-k 2.5", "top-k must be a whole number, got 2.5");
        assertTold("/set temperature warm", "temperature must be a number or off, got warm");
        assertTold("/set temperature -1", "temperature must be 0 or more, got -1.0");
        assertTold("/set temperature NaN", "temperature must be 0 or more, got NaN");
        assertTold("/set max-new-tokens 0", "an answer must have at most 1 token or more, got 0");
        assertTold("/retry", "a question must have been asked, got none so far");
        assertTold("/reset all", "/reset must stand alone, got all behind it.");
        assertThat(other).content().isEqualTo("precious");
    }

    private void assertTold(String typed, String message) {
        Terminal run = chat(typed + "\nthe cat\n", "--quiet");
        assertThat(run.exitCode()).as(typed).isEqualTo(1);
        assertThat(run.err()).as(typed).contains(message).hasLineCount(1);
        assertThat(run.out()).as(typed).isNotBlank();
    }

    @Test
    @DisplayName("fails at once where the command line or the model is wrong")
    void wrongStart() throws IOException {
        assertStartFails(2, "--overflow must be refuse, truncate or slide, got spill.",
                "--overflow", "spill");
        assertStartFails(2, "--temperature must be from 0 to 1000, got -1.", "--temperature=-1");
        assertStartFails(1, "must exist, got no such file", "--load",
                folder.resolve("no").toString());
        assertStartFails(2, "the prompt format must be one of", "--format", "none");
        Files.delete(model.resolve("config.json"));
        assertStartFails(1, "config.json");
        assertStartFails(2, "--temperature must be from 0 to 1000, got -1.",   // before it loads
                "--temperature=-1");
        assertThat(Terminal.run("chat").exitCode()).isEqualTo(2);
    }

    private void assertStartFails(int exitCode, String message, String... options) {
        Terminal run = chat("the cat\n", options);
        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(message);
        assertThat(run.err().lines()).hasSizeLessThan(3);
    }

    @Test
    @DisplayName("says so when the context is full and old questions go, or refuses")
    void full() {
        String typed = "the cat and the dog and the cat again\n".repeat(12) + "a\n".repeat(4);
        Terminal cut = chat(typed, "--quiet");
        assertThat(cut.exitCode()).isZero();
        assertThat(cut.err().lines().toList()).isNotEmpty().allMatch(line -> line.matches(
                "The model's context is full: the oldest .* out of its sight."));
        assertThat(cut.err().lines().distinct()).hasSameSizeAs(cut.err().lines().toList());

        Terminal refused = chat(typed, "--quiet", "--overflow", "refuse");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("the conversation must leave room for an answer in the "
                + "context of 256 tokens, got ");

        Terminal question = chat("x".repeat(400) + "\n", "--quiet");
        assertThat(question.exitCode()).isZero();
        assertThat(question.err()).matches("The model's context is full: it did not see the first "
                + "[0-9]+ tokens of that.\\R");
    }
}
