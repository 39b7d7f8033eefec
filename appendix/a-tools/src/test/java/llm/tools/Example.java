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
import picocli.CommandLine.Help.Ansi;

/// A command line that the README or a help text shows.
///
/// @param place where it stands
/// @param words what is typed behind `./llm`; of `echo TEXT > FILE`, all
/// @param input what is piped into it; empty where nothing is
record Example(String place, List<String> words, String input) {
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|\\S+");
    private static final Pattern IN_LINE = Pattern.compile("`([^`]*\\./llm [^`]*)`");
    private static final Pattern COMMAND = Pattern.compile("(?:source <\\()?(?:echo (\"[^\"]*\") "
            + "\\| )?\\./llm (.*?)\\)?(?: \\| .*)?");
    private static final Pattern VARIABLE = Pattern.compile("`F=\"([^\"]*)\"`");
    private static final Pattern HEADING = Pattern.compile("(?m)^Examples?:$");

    /// What a line of a shell runs, if that is `./llm`, or a file that it writes.
    private static Optional<Example> of(String place, String line) {
        String bare = line.strip().replaceFirst("^\\$ ", "").replaceFirst("\\s+#.*", "");
        Matcher command = COMMAND.matcher(bare);
        if (command.matches()) {
            return Optional.of(new Example(place, words(command.group(2)),
                    command.group(1) == null ? "" : words(command.group(1)).getFirst() + "\n"));
        }
        return bare.startsWith("echo ") ? Optional.of(new Example(place, words(bare), ""))
                : Optional.empty();
    }

    private static List<String> words(String line) {
        return WORD.matcher(line).results().map(word -> Optional.ofNullable(word.group(1))
                .or(() -> Optional.ofNullable(word.group(2))).orElse(word.group())).toList();
    }

    /// Those of the README: lines of blocks, and commands within sentences.
    static List<Example> ofReadme() throws IOException {
        String readme = Files.readString(Path.of("..", "..", "README.md"));
        String variable = VARIABLE.matcher(readme).results().findFirst().orElseThrow().group(1);
        List<Example> examples = new ArrayList<>();
        boolean block = false;
        for (String line : readme.lines().toList()) {
            block ^= line.startsWith("```");
            if (block) {
                of("README", line).ifPresent(examples::add);
            } else {
                IN_LINE.matcher(line).results().map(found -> found.group(1)
                        .replace("$F", variable)).flatMap(found ->
                        of("README, a sentence", found).stream()).forEach(examples::add);
            }
        }
        return examples;
    }

    /// Those of all commands' help.
    static List<Example> ofHelp() {
        return Arrays.stream(BookCommand.values()).map(BookCommand::load)
                .flatMap(Example::ofHelp).toList();
    }

    /// What a reader sees and copies: a line of a help text that is too long is broken by a `\`.
    private static Stream<Example> ofHelp(CommandLine command) {
        String place = command.getCommandSpec().qualifiedName() + " --help";
        String[] parts = HEADING.split(command.getUsageMessage(Ansi.OFF));
        Stream<Example> own = parts.length < 2 ? Stream.empty()
                : parts[1].replaceAll(" \\\\\\R\\s+", " ").lines()
                        .flatMap(line -> of(place, line).stream());
        return Stream.concat(own, command.getSubcommands().values().stream()
                .flatMap(Example::ofHelp));
    }

    /// The lines below a command's options, and below those of its subcommands.
    static List<String> footers(CommandLine command) {
        return Stream.concat(Arrays.stream(command.getCommandSpec().usageMessage().footer()),
                command.getSubcommands().values().stream().flatMap(each ->
                        footers(each).stream())).toList();
    }

    /// Whether it begins with these words.
    boolean is(String command) {
        return (line() + " ").startsWith(command + " ");
    }

    /// Whether it stands in a sentence, which may name a command without what belongs behind it.
    boolean isName() {
        return place.contains("sentence") && words.size() <= 2;
    }

    /// The words in a line.
    String line() {
        return String.join(" ", words);
    }
}
