package llm.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.AnnotatedElement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import llm.tools.cli.Bounds;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

@DisplayName("The bounds of options")
class OptionBoundsTest {
    private static Stream<CommandLine> commands(CommandLine line) {
        return Stream.concat(Stream.of(line), line.getSubcommands().values().stream()
                .flatMap(OptionBoundsTest::commands));
    }

    private static boolean isNumber(OptionSpec option) {
        return Arrays.stream(option.auxiliaryTypes()).allMatch(type -> type.isPrimitive()
                ? type != boolean.class : Number.class.isAssignableFrom(type));
    }

    @Test
    @DisplayName("are stated for every number that a command takes, but for seeds")
    void everywhere() {
        assertThat(Arrays.stream(BookCommand.values()).map(BookCommand::load)
                .flatMap(OptionBoundsTest::commands)
                .flatMap(command -> command.getCommandSpec().options().stream())
                .filter(OptionBoundsTest::isNumber)
                .filter(option -> !option.longestName().equals("--seed")))
                .hasSizeGreaterThan(100)
                .allSatisfy(option -> assertThat(((AnnotatedElement) option.userObject())
                        .isAnnotationPresent(Bounds.class))
                        .as(option.command().qualifiedName() + " " + option.longestName())
                        .isTrue());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "generate --model x --prompt-ids 1 --max-new-tokens -1 | from 0 to 2147483647, got -1.",
        "generate --model x --prompt-ids 1 --temperature NaN | from 0 to 1000, got NaN.",
        "generate --model x --prompt-ids 1 --top-p 0 | above 0 and at most 1, got 0.",
        "next --model x --prompt-ids 1 --top 0 | from 1 to 1000000000, got 0.",
        "pretrain --data x --out y --epochs 1e9 | above 0 and at most 1000000, got 1000000000.",
        "pretrain --data x --out y --epochs Infinity | above 0 and at most 1000000, got Infinity.",
        "pretrain --data x --out y --vocab-size 2147483647 | from 257 to 1000000, got 2147483647.",
        "pretrain --data x --out y --accumulate 2147483647 | from 1 to 16384, got 2147483647.",
        "plan --preset tiny --batch 1000000000 | from 1 to 65536, got 1000000000.",
        "plan --tokens 0 | from 1 to 1000000000000000, got 0.",
        "bench session --texts 4,0 | from 1 to 10000, got 0.",
        "finetune compare --model x --data y --seeds 0 | from 1 to 1000, got 0.",
        "eval scaling --model x --data y --answers 0 | from 1 to 65536, got 0."})
    @DisplayName("refuse a number beyond sense, by the option's name")
    void refuse(String command, String bounds) {
        String[] words = command.strip().split(" ");
        Terminal run = Terminal.run(words);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith(words[words.length - 2] + " must be " + bounds);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "plan --preset huge | preset must be one of tiny, ",
        "generate --model x --prompt-ids 1 --dtype f8 | --dtype must be f32, bf16 or int8, got f8.",
        "pretrain --out x | A training must have a text, --data F, got none.",
        "data get gpt9 | the name must be one of gpt2, ",
        "tour --only dinner | --only must be one of ",
        "grade 99.1 | ",
        "generate --model x --prompt-ids one | Invalid value for option '--prompt-ids'",
        "generate --model x | ",
        "generate --model x --prompt-ids 1 --stop= | --stop must have a character or more"})
    @DisplayName("are not all that a command line is held against: wrong usage is exit code 2")
    void otherWrongUsage(String command, String message) {
        Terminal run = Terminal.run(command.strip().split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(message == null ? "" : message.strip());
    }

    @Test
    @DisplayName("hold for the steps that epochs make, too")
    void steps(@TempDir Path folder) throws Exception {
        Path text = Files.writeString(folder.resolve("text"), "the old fox walks. ".repeat(4_000));
        Terminal run = Terminal.run("pretrain", "--data", text.toString(), "--out",
                folder.resolve("out").toString(), "--preset", "tiny", "--vocab-size", "300",
                "--context", "1", "--batch", "1", "--epochs", "1e6");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--epochs must make at most 1000000000 steps, got ");
    }

    @Test
    @DisplayName("do not stand in the way of help")
    void help() {
        assertThat(Terminal.run("plan", "--batch", "0", "--help").exitCode()).isZero();
    }
}
