package llm.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;

/// A command line that the README or a help text shows.
///
/// @param place where it stands
/// @param words what is typed behind `./llm`
/// @param input the file that is standard input, if there is one
record Example(String place, List<String> words, Optional<String> input) {
    private static final String START = "./llm ";
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|\\S+");
    private static final Pattern IN_LINE = Pattern.compile("`(\\./llm [^`]*)`");

    private static Example of(String place, String line) {
        String command = line.strip().substring(START.length()).replaceFirst("\\s+#.*", "")
                .replaceFirst(" \\| .*", "");
        Matcher redirected = Pattern.compile(" < (\\S+)$").matcher(command);
        Optional<String> input = redirected.find() ? Optional.of(redirected.group(1))
                : Optional.empty();
        List<String> words = WORD.matcher(redirected.replaceFirst("")).results()
                .map(word -> Optional.ofNullable(word.group(1)).orElse(word.group())).toList();
        return new Example(place, words, input);
    }

    /// Those of the README: lines of blocks, and commands within sentences that name a whole one.
    static List<Example> ofReadme() throws IOException {
        List<Example> examples = new ArrayList<>();
        boolean block = false;
        for (String line : Files.readAllLines(Path.of("..", "..", "README.md"))) {
            block ^= line.startsWith("```");
            String bare = line.replaceFirst("^\\$ ", "");
            if (block && bare.startsWith(START)) {
                examples.add(of("README", bare));
            } else if (!block) {
                for (var found : IN_LINE.matcher(line).results().toList()) {
                    examples.add(of("README, table", found.group(1).replace("$F G",
                            "finetune classify --data SMS --balance undersample --model G")
                            .replaceFirst("\\$F (MEDIUM|XL)", "finetune classify --data SMS "
                                    + "--balance undersample --model $1")));
                }
            }
        }
        return examples;
    }

    /// Those of all commands' help.
    static List<Example> ofHelp() {
        return Arrays.stream(BookCommand.values()).map(BookCommand::load)
                .flatMap(Example::ofHelp).toList();
    }

    private static Stream<Example> ofHelp(CommandLine command) {
        String place = command.getCommandSpec().qualifiedName() + " --help";
        return Stream.concat(Arrays.stream(command.getCommandSpec().usageMessage().footer())
                        .filter(line -> line.strip().startsWith(START))
                        .map(line -> of(place, line)),
                command.getSubcommands().values().stream().flatMap(Example::ofHelp));
    }

    /// The words in a line.
    String line() {
        return String.join(" ", words);
    }
}
