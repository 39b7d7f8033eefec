package llm.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import llm.tools.cli.Failure;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

@DisplayName("The advice where memory runs out")
class MemoryAdviceTest {
    private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]+");

    @TestFactory
    @DisplayName("names options that the command has:")
    Stream<DynamicTest> namesOwnOptions() {
        return leaves(List.of()).map(leaf -> DynamicTest.dynamicTest(
                String.join(" ", leaf.words), () -> assertThat(leaf.line.getCommandSpec()
                        .optionsMap().keySet()).containsAll(optionsIn(advice(leaf.words)))));
    }

    @Test
    @DisplayName("is there for what trains, reads or writes with a model")
    void isThere() {
        assertThat(advice(List.of("finetune", "instruct"))).contains("--batch");
        assertThat(advice(List.of("eval", "mmlu"))).contains("--dtype");
        assertThat(advice(List.of("ladder"))).contains("--megabytes");
    }

    /// @param words by which it is called, such as `eval`, `mmlu`
    private record Leaf(List<String> words, CommandLine line) {}

    private static Stream<Leaf> leaves(List<String> words) {
        CommandLine line = Llm.commandLine(words);           // makes only what the words name
        for (String word : words) {
            line = line.getSubcommands().get(word);
        }
        return line.getSubcommands().isEmpty() ? Stream.of(new Leaf(words, line))
                : line.getSubcommands().keySet().stream().flatMap(name ->
                        leaves(Stream.concat(words.stream(), Stream.of(name)).toList()));
    }

    private static String advice(List<String> words) {
        var said = new StringWriter();
        Failure.report(new OutOfMemoryError("Java heap space"), new PrintWriter(said), words);
        return said.toString();
    }

    private static List<String> optionsIn(String advice) {
        return OPTION.matcher(advice).results().map(MatchResult::group)
                .filter(option -> !option.equals("--debug")).toList();
    }
}
