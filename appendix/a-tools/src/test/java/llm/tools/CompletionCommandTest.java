package llm.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

@DisplayName("Completion")
class CompletionCommandTest {
    private static final String SCRIPT = Terminal.run("completion", "bash").out();
    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "llm doct | doctor",
        "llm run ch0 | ch01 ch02 ch03 ch04 ch05 ch06 ch07 ch08 ch09",
        "llm run app | appendix-a appendix-c appendix-d appendix-f appendix-g",
        "llm jshell ch1 | ch10",
        "llm jshell app | ''",
        "llm notebooks ch1 | ch10",
        "llm grade ch03 | ch03",
        "llm grade 8.1 | 8.1 8.10",
        "llm hint 3.2 | 3.2",
        "llm hint ch | ''",
        "llm reset 3.2 | 3.2",
        "llm quiz ch1 | ch10",
        "llm pretrain --preset t | tiny tiny-gpt2",
        "llm plan --preset s | small small-gpt2",
        "llm generate --dtype '' | f32 bf16 int8",
        "llm finetune instruct --dtype b | bf16",
        "llm pretrain --device c | cpu cuda",
        "llm pretrain --precision t | tf32",
        "llm generate --model gpt2 | gpt2 gpt2-medium gpt2-large gpt2-xl",
        "llm inspect smol | smollm2-135m-instruct",
        "llm eval mmlu --model qwen3 | qwen3-0.6b",
        "llm finetune prefer --model stories | stories260k stories15m",
        "llm data get sms | sms-spam",
        "llm tour --only d | deploy"})
    @DisabledOnOs(OS.WINDOWS)
    @DisplayName("offers to bash what can follow:")
    void completesInBash(String words, String offered) throws IOException, InterruptedException {
        assertThat(complete(words)).endsWith(": " + offered);
    }

    /// How bash is told to complete files, and which words it is offered.
    private String complete(String words) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("completion"), """
                %s
                compopt() { told="$*"; }
                COMP_WORDS=(%s)
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                _complete_llm
                echo "$told: ${COMPREPLY[*]}"
                """.formatted(SCRIPT, words));
        var bash = new ProcessBuilder("bash", file.toString()).redirectErrorStream(true).start();
        String told = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).isZero();
        return told.replaceFirst("\\n$", "").replace('\n', ' ');
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"llm generate --model out/", "llm report --against out/",
        "llm inspect out/", "llm run notebooks/", "llm jshell notebooks/"})
    @DisabledOnOs(OS.WINDOWS)
    @DisplayName("leaves files to the shell where no name fits:")
    void completesFiles(String words) throws IOException, InterruptedException {
        assertThat(complete(words)).isEqualTo("-o default: ");
        assertThat(complete("llm generate --top-k out/")).isEqualTo("+o default: ");
    }

    @ParameterizedTest
    @EnumSource(BookCommand.class)
    @DisplayName("has a label of its own for each list: picocli's script names it by that")
    void labels(BookCommand command) {
        requireLabels(command.load());
    }

    private static void requireLabels(CommandLine command) {
        Map<String, List<String>> lists = new HashMap<>();
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (option.completionCandidates() != null) {
                List<String> offered = new ArrayList<>();
                option.completionCandidates().forEach(offered::add);
                assertThat(offered).as(option.longestName()).isNotEmpty()
                        .isEqualTo(lists.getOrDefault(option.paramLabel(), offered));
                lists.put(option.paramLabel(), offered);
            }
        }
        command.getSubcommands().values().forEach(CompletionCommandTest::requireLabels);
    }

    @Test
    @DisplayName("knows each command's options, and brings up zsh first")
    void completesInZsh() {
        var run = Terminal.run("completion", "zsh");

        assertThat(run.out()).startsWith("autoload -Uz compinit").contains("--json");
        assertThat(Terminal.run("completion", "fish").exitCode()).isEqualTo(2);
    }
}
