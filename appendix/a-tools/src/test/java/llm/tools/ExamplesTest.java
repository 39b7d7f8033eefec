package llm.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Takes the examples from the texts, and runs them in a folder that holds what a fresh clone does
/// and what `./llm tour` leaves there: the README's in their order, then those of each help, which
/// find nothing of what others made. Downloads come from a hub on this machine.
@DisplayName("The examples of README and --help")
class ExamplesTest {
    /// What is parsed only, and why; which other test runs it.
    private static final Map<String, String> NOT_RUN = Map.of(
            "tour", "a minute and a half at its smallest: TourCommandTest",
            "test", "Maven builds and tests the whole book: LauncherScriptTest",
            "docs", "javadoc of the whole book takes a minute: DocsCommandTest",
            "run", "half a minute each; the notebooks' tests run all, RunCommandTest a short one",
            "notebooks", "opens Jupyter, or installs a kernel for it: NotebooksCommandTest",
            "jshell", "reads the terminal itself, whatever a test puts there: JShellCommandTest",
            "bench compare", "minutes, and Maven downloads peers: BenchCompareCommandTest",
            "grade ch03 --watch", "ends when it is stopped",
            "grade ch03 --submissions", "the files of a class: SubmissionsTest");
    /// Where success would mean that a learner's work is done.
    private static final Map<String, Integer> EXIT_CODES = Map.of("grade", 1);

    @TempDir
    private Path folder = Path.of("");

    private static List<Example> all() throws IOException {
        return Stream.concat(Example.ofReadme().stream(), Example.ofHelp().stream()).toList();
    }

    private static ParseResult parse(List<String> words) {
        return Llm.commandLine(words).parseArgs(words.toArray(String[]::new));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notRun")
    @DisplayName("name commands and options that there are, also where they are not run")
    void parse(Example example) {
        List<String> words = example.words();
        if (!example.isName()) {                             // what is behind `test` goes to Maven
            assertThat(parse(example.is("test") ? words.subList(0, 1) : words).subcommand())
                    .isNotNull();
        }
    }

    static Stream<Example> notRun() throws IOException {
        return all().stream().filter(example -> !isRun(example) && !example.is("COMMAND"));
    }

    @Test
    @DisplayName("are not passed over: they are many, none is too wide, and a wrong option is seen")
    void there() throws IOException {
        List<Example> all = all();
        assertThat(all).hasSizeGreaterThan(150).extracting(Example::line)
                .contains("tour", "doctor", "data list", "completion bash",
                        "chat --model out/tour/assistant --quiet");
        assertThat(all).extracting(Example::place)
                .contains("eval score --help", "finetune ppo --help", "data make --help");
        assertThat(NOT_RUN.keySet()).allMatch(left -> all.stream().anyMatch(each -> each.is(left)));
        assertThatThrownBy(() -> parse(List.of("plan", "--presets", "tiny")))
                .isInstanceOf(UnmatchedArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(BookCommand.class)
    @DisplayName("stand in the help as they can be copied: no line of them is broken to fit")
    void fit(BookCommand command) {
        assertThat(Example.footers(command.load())).allMatch(line -> line.length() < 80);
    }

    @Test
    @DisplayName("run, in their shortened form, one after the other")
    void run() throws IOException {
        List<String> failed = new ArrayList<>();
        int run = 0;
        try (FreshClone clone = new FreshClone(folder.resolve("clone"))) {
            for (List<Example> together : places()) {
                for (Example example : together) {
                    Terminal result = clone.run(example);
                    run++;
                    int wanted = EXIT_CODES.getOrDefault(example.words().getFirst(), 0);
                    if (result.exitCode() != wanted) {
                        failed.add("%s: %s%n%s".formatted(example.place(), example.line(),
                                result.err()));
                    }
                }
                clone.tidy();
            }
        }
        assertThat(failed).isEmpty();
        assertThat(run).isGreaterThan(100);
    }

    /// What is to be run, by the text that it stands in: each line once there, and no text whose
    /// lines another one has, too, or the README.
    private static Collection<List<Example>> places() throws IOException {
        Map<String, Map<String, Example>> lines = new LinkedHashMap<>();
        for (Example example : all().stream().filter(ExamplesTest::isRun).toList()) {
            String text = example.place().replaceFirst(",.*", "");
            lines.computeIfAbsent(text, _ -> new LinkedHashMap<>())
                    .putIfAbsent(example.line() + example.input(), example);
        }
        Map<Set<String>, List<Example>> places = new LinkedHashMap<>();
        Set<String> readme = lines.get("README").keySet();
        places.put(readme, List.copyOf(lines.get("README").values()));
        lines.values().stream().filter(each -> !readme.containsAll(each.keySet())).forEach(each ->
                places.putIfAbsent(each.keySet(), List.copyOf(each.values())));
        return places.values();
    }

    private static boolean isRun(Example example) {
        return NOT_RUN.keySet().stream().noneMatch(example::is) && !example.isName()
                && !example.is("COMMAND");
    }
}
