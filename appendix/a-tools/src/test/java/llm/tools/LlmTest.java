package llm.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import llm.tools.cli.Project;
import llm.tools.doctor.DoctorCommand;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@DisplayName("The command line")
class LlmTest {
    @ParameterizedTest(name = "llm {0}")
    @ValueSource(strings = {"", "--help"})
    @DisplayName("lists every command with its summary")
    void listsEveryCommand(String argument) {
        var run = argument.isEmpty() ? Terminal.run() : Terminal.run(argument);

        assertThat(run.exitCode()).isZero();
        for (var command : BookCommand.values()) {
            assertThat(run.out()).containsPattern("(?m)^  " + command.word() + " +[A-Z].+\\.$");
        }
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest(name = "llm {0} --help")
    @EnumSource(BookCommand.class)
    @DisplayName("shows an example in the help of every command")
    void everyHelpHasAnExample(BookCommand command) {
        var run = Terminal.run(command.word(), "--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Example", "./llm " + command.word(), "--debug");
    }

    @Test
    @DisplayName("has no help text that picocli cannot format: it would warn its reader")
    void formatsEveryHelp() {
        PrintStream before = System.err;
        var warnings = new ByteArrayOutputStream();
        System.setErr(new PrintStream(warnings, true, StandardCharsets.UTF_8));
        try {
            Arrays.stream(BookCommand.values()).map(BookCommand::load).forEach(this::showHelp);
        } finally {
            System.setErr(before);
        }
        assertThat(warnings.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private void showHelp(CommandLine command) {
        assertThat(command.getUsageMessage()).doesNotContain("%%", "%n");
        command.getSubcommands().values().forEach(this::showHelp);
    }

    @ParameterizedTest
    @ValueSource(strings = {"llm", "llm.cmd"})
    @DisplayName("is what commands start in a process of their own, as the launcher does:")
    void isTheMainClass(String launcher) throws IOException {
        assertThat(Project.MAIN_CLASS).isEqualTo(Llm.class.getName());
        assertThat(Path.of("..", "..", launcher)).content()
                .containsPattern(" " + Project.MAIN_CLASS + " (%\\*|\"\\$@\")");
    }

    @Test
    @DisplayName("prints the JDK with the version")
    void printsTheVersion() {
        var run = Terminal.run("--version");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("LLM from scratch", "JDK " + Runtime.version());
    }

    @Test
    @DisplayName("suggests the command that was probably meant")
    void suggestsACommand() {
        var run = Terminal.run("doctr");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("no command 'doctr'", "Did you mean doctor?");
    }

    @ParameterizedTest(name = "llm {0}")
    @CsvSource({"genrate, generate", "plna, plan", "run1, run", "hnt, hint", "inspekt, inspect",
        "data gt, get", "data lits, list", "finetune clasify, classify", "eval mlmu, mmlu",
        "bench trian, train", "lora mrge, merge"})
    @DisplayName("suggests the nearest command of a group, too")
    void suggestsTheNearest(String typed, String meant) {
        var run = Terminal.run(typed.split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("There is no command '", "Did you mean " + meant + "?");
        assertThat(Terminal.run("qqqq").err()).doesNotContain("Did you mean");
    }

    @Test
    @DisplayName("suggests the option that was probably meant")
    void suggestsAnOption() {
        var run = Terminal.run("doctor", "--jsn");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("Unknown option: '--jsn'", "--json", "doctor --help");
    }

    @Test
    @DisplayName("says in one line what failed, and shows the stack only with --debug")
    void failsInOneLine() {
        var plain = Terminal.run("test", "-pl=x");
        var debug = Terminal.run("test", "--debug");

        assertThat(plain.exitCode()).isEqualTo(2);
        assertThat(debug.exitCode()).isEqualTo(1);
        assertThat(debug.err()).contains("at llm.tools.TestCommand.run");
        assertThat(Terminal.run("test").err().lines()).hasSize(1);
    }

    @Test
    @DisplayName("loads no command but the one that is named")
    void loadsOnlyTheNamedCommand() {
        var subcommands = Llm.commandLine(List.of("doctor")).getSubcommands();

        assertThat(subcommands.get("doctor").getCommandSpec().userObject())
                .isInstanceOf(DoctorCommand.class);
        assertThat(subcommands.get("test").getCommandSpec().userObject()).isNull();
    }

    @ParameterizedTest(name = "llm {0}")
    @ValueSource(strings = {"tokenize --tokenizer gpt2 --json", "data get", "run",
        "tokenize text --tokenizer", "next --prompt-ids 1 --model"})
    @DisplayName("takes @ at the start of a text as it stands and reads no file")
    void readsNoArguments(String command, @TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "--version");
        var words = new ArrayList<>(List.of(command.split(" ")));
        words.add("@" + secret);
        var run = Terminal.run(words.toArray(String[]::new));

        assertThat(run.out() + run.err()).contains("@", "secret").doesNotContain("JDK");
    }

    @Test
    @DisplayName("hands every character of an argument to its command")
    void keepsCharacters(@TempDir Path folder) throws IOException {
        Path model = Fixtures.withTokenizer(folder);
        for (String text : List.of("@home", "@@home", "\"quoted\"", "'x'", "${sys:user.home}",
                "%n", "a\\ b", "#", "  ")) {
            var run = Terminal.run("tokenize", "--tokenizer", model.toString(), "--json", text);

            String tokens = Fixtures.json(run.out()).get("tokens").valueStream()
                    .map(JsonNode::asText).collect(Collectors.joining());
            assertThat(tokens).isEqualTo(text);
        }
    }
}
